-- DuckDB: the columns that the queries read, typed, without an index or a key.
CREATE TEMP TABLE enrolments AS
SELECT person_id, settlement, sex, age, joined_on, amount_usd, kind
FROM read_csv('enrolments.csv', header = true, columns = {
    enrolment_id: 'VARCHAR', person_id: 'VARCHAR', settlement: 'VARCHAR', sex: 'VARCHAR',
    age: 'INTEGER', joined_on: 'DATE', amount_usd: 'DECIMAL(12, 2)', kind: 'VARCHAR'
});
