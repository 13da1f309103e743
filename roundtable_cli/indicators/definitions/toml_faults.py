"""What the parser of TOML says of a file, and what that means for who wrote it. The first rule that fits is right."""

from __future__ import annotations

from roundtable_cli.parser_faults import BACKSLASH_IN_TEXT, CURLY_FAULT, CURLY_REMEDY, UNCLOSED_TEXT, FaultRule

_KEY, _STATEMENT = "Invalid initial character for a key part", "Invalid statement"
_EQUALS, _SECTION = "Expected '=' after a key", "Expected ']' at the end of a table"
_VALUE, _MORE = "Invalid value", "Expected newline or end of document"
_ARRAY, _BRACES = "Unclosed array", "Unclosed inline table"

_SECTION_REMEDY = 'use Latin letters, digits and _; only the name of a table of yours is put in quotes: "$1"'
_COMMENT = ("// does not begin a comment", "begin a comment with #")
_NUMBER = ("a number has a space, a comma or another sign in it", "write digits, and a point before decimals: 1234.5")
_DATE = ("a date must begin with the year, and have two digits for month and day", "write it like 2026-03-01")
_SEMICOLON = ("there is ; after a value", "write , between values; write each key in a line of its own")

TOML_FAULT_RULES = (
    FaultRule("Illegal character '\\n'", '"[^"\n]*([”“‟])[^"\n]*\0', CURLY_FAULT, CURLY_REMEDY),
    FaultRule("Illegal character '\\n'", "", *UNCLOSED_TEXT),
    FaultRule(
        "Illegal character", "", "there is a sign in a text that can't be seen", "delete the text and type it again"
    ),
    FaultRule(
        "Found invalid character '\\n'",
        "",
        "the mark ' at the end of a text is missing",
        "write ' at the end, in the same line",
    ),
    FaultRule("Found invalid character", "", "there is a sign that can't be seen", "delete the line and type it again"),
    FaultRule(
        'Expected "\'"', "", "the mark ' at the end of a text is missing", "write ' at the end, in the same line"
    ),
    FaultRule("Expected \"'''\"", "", "a text that begins with ''' has no end", "write ''' at its end"),
    FaultRule("Unterminated string", '""\0?"', 'a text that begins with """ has no end', 'write """ at its end'),
    FaultRule("Unterminated string", "", *UNCLOSED_TEXT),
    FaultRule("Unescaped", "", *BACKSLASH_IN_TEXT),
    FaultRule("Invalid hex value", "", *BACKSLASH_IN_TEXT),
    FaultRule("Invalid date", "", "there is no such date", "correct it; a date is written 2026-03-31"),
    # Keys.
    FaultRule(_EQUALS, "([^\\s{,]+)[ \t]*\0[ \t]*:", "there is : after the key $1", "write = there"),
    FaultRule(
        _EQUALS,
        "([^\\s={,][^\n={,]*\0[^\n={,]*?)[ \t]*=",
        "the key $1 has spaces or letters that are not Latin",
        'put it in quotes: "$1" = …',
    ),
    FaultRule(_EQUALS, "([^\\s{,]+)[ \t]*\0", 'there is no = after "$1"', "write key = value; begin a comment with #"),
    FaultRule(_KEY, ",[ \t]*\0\\}", "there is a comma before }", "delete the comma"),
    FaultRule(_KEY, "\0$", "the keys between { and } are in several lines", "write them in one line"),
    FaultRule(
        _KEY,
        "^[ \t]*\\[+[ \t]*\0[ \t]*\\]",
        "a section has no name",
        "write its name, as in [indicators.people_trained]",
    ),
    FaultRule(
        _KEY,
        "^[ \t]*\\[[^\\]\n]*\0([^\\].\n]*)",
        "the name of a section has letters that are not Latin",
        _SECTION_REMEDY,
    ),
    FaultRule(_KEY, "\0([^=,}\n]+?)[ \t]*=", "the key $1 has letters that are not Latin", 'put it in quotes: "$1" = …'),
    FaultRule(_STATEMENT, "\0//", *_COMMENT),
    FaultRule(
        _STATEMENT,
        "\0([^=\\s][^=\n]*?)[ \t]*=",
        "the key $1 has letters that are not Latin",
        'put it in quotes: "$1" = …',
    ),
    FaultRule(
        _STATEMENT,
        "\0(.*)",
        'can\'t read "$1"',
        "write key = value, or a section such as [project]; begin a comment with #",
    ),
    FaultRule(
        _SECTION,
        "\\[[^\\]\n]*\0[^\\]\n]*\\]",
        "the name of a section has spaces or letters that are not Latin",
        _SECTION_REMEDY.replace("$1", "…"),
    ),
    FaultRule(_SECTION, "", "] is missing after the name of a section", "write ] at the end of the line"),
    FaultRule("Expected ']]'", "", "a section begins with [[", "write it with one [ and one ]"),
    FaultRule(
        "Duplicate inline table key",
        "([^\\s{,=]+)[ \t]*=[^=\n]*\0",
        "the key $1 is twice between { and }",
        "delete one",
    ),
    # Values.
    FaultRule(_VALUE, "\0(?i:true)\\b", "true has a capital letter", "write true"),
    FaultRule(_VALUE, "\0(?i:false)\\b", "false has a capital letter", "write false"),
    FaultRule(_VALUE, "=[ \t]*\0=", "there are two =", "write one ="),
    FaultRule(_VALUE, ",\\s*\0,", "two commas follow each other", "delete one"),
    FaultRule(_VALUE, "\0(?:$|[,\\]}#])", "there is no value after =", "write one, or delete the key"),
    FaultRule(_VALUE, "\0[.,]\\d", "a number begins with a point or a comma", "write 0 and a point: 0.5"),
    FaultRule(_VALUE, "^[^\\[{\n]*=[ \t]*\0([^\n#]*[^\\s#])", "the text $1 has no quotation marks", 'write "$1"'),
    FaultRule(_VALUE, "\0([^\n,\\]}#]*[^\\s,\\]}#])", "the text $1 has no quotation marks", 'write "$1"'),
    FaultRule(_MORE, "=[ \t]*\\d\0?\\d?\0?[./]\0?\\d\\d?\0?[./]\0?\\d", *_DATE),
    FaultRule(_MORE, "=[ \t]*\\d{4}\0-\\d", *_DATE),
    FaultRule(_MORE, "=[ \t]*0\0\\d", "a number begins with 0", "delete the 0; if this is a code, put it in quotes"),
    FaultRule(_MORE, "\\d[ \t]*\0(?:[ \t]*\\d|,\\d|\\.|%)", *_NUMBER),
    FaultRule(_MORE, "\0;", *_SEMICOLON),
    FaultRule(_MORE, "\0,[ \t]*(?:$|#)", "there is a comma at the end of the line", "delete it"),
    FaultRule(_MORE, "\0//", *_COMMENT),
    FaultRule(_MORE, "^[ \t]*\\[[^\n]*\\][ \t]*\0", "there is more after ]", "write it in the next line"),
    FaultRule(_MORE, "\0\\w[\\w.]*[ \t]*=", "there are two keys in one line", "write each key in a line of its own"),
    FaultRule(_MORE, "'\0[^\n]*'", "there is ' inside a text between ' and '", 'write " at both ends of the text'),
    FaultRule(_MORE, '"[ \t]*\0[^\n]*"', 'there is " inside a text', 'write \\" for it'),
    FaultRule(
        _MORE, "\0([^\n]*)", "there is more after the value: $1", "delete it; if the value is a text, put it in quotes"
    ),
    # Lists and braces.
    FaultRule(_ARRAY, "\0;", *_SEMICOLON),
    FaultRule(_BRACES, "\0;", *_SEMICOLON),
    FaultRule(
        _ARRAY, "\0([\"'][^\n\"']*[\"'])", "a comma is missing before $1", "write , between the values of a list"
    ),
    FaultRule(_ARRAY, "", "] is missing at the end of a list", "write ] after its last value", is_before=True),
    FaultRule(_BRACES, "\0(\\S+)[ \t]*=", "a comma is missing before $1", "write , between the keys"),
    FaultRule(
        _BRACES, "", "} is missing at the end of the line", "write }; what stands between { and } is in one line"
    ),
)
