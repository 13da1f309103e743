-- People by settlement and sex with both margins; three groupings are faster than CUBE.
SELECT 'people/' || settlement || '/' || coalesce(sex, 'not recorded'), count(DISTINCT person_id)
FROM enrolments GROUP BY settlement, sex;
SELECT 'people/' || settlement || '/total', count(DISTINCT person_id) FROM enrolments GROUP BY settlement;
SELECT 'people/total/' || coalesce(sex, 'not recorded'), count(DISTINCT person_id) FROM enrolments GROUP BY sex;
SELECT 'people/total/total', people FROM totals;
