use super::*;

/// Prints the path in a compact form, with the span of each step.
fn shown(path: &Path) -> String {
    let mut text = match &path.root.kind {
        RootKind::Input => "$".to_owned(),
        RootKind::Context => "$$".to_owned(),
        RootKind::Variable(name) => format!("${}@{}", name.value, at(name.span)),
        RootKind::Current => "@".to_owned(),
        RootKind::Missing => "?".to_owned(),
    };
    for step in &path.steps {
        let kind = match &step.kind {
            StepKind::Child(name) if name.quoted => format!("{:?}", name.value),
            StepKind::Child(name) => name.value.clone(),
            StepKind::Index(n) => format!("[{n}]"),
            StepKind::Slice { from, to } => {
                let end = |n: &Option<i64>| n.map_or(String::new(), |n| n.to_string());
                format!("[{}:{}]", end(from), end(to))
            }
            StepKind::Names(names) => format!("{:?}", names.iter().map(|n| &n.value[..]).collect::<Vec<_>>()),
            StepKind::Indexes(list) => format!("{list:?}"),
            StepKind::Wildcard => "*".to_owned(),
            StepKind::Descendant => "..".to_owned(),
            StepKind::Filter(filter) => format!("?({})", shown_filter(filter)),
            StepKind::Script => "script".to_owned(),
            StepKind::Function { name, arguments } => format!("{}({})", name.value, arguments.len()),
        };
        text.push_str(&format!(" {kind}@{}", at(step.span)));
    }
    text
}

fn shown_filter(filter: &Filter) -> String {
    let join = |parts: &[Filter], sign| parts.iter().map(shown_filter).collect::<Vec<_>>().join(sign);
    match filter {
        Filter::Exists(operand) => shown_operand(operand),
        Filter::Compare { left, operator, right, .. } => {
            format!("{} {operator:?} {}", shown_operand(left), shown_operand(right))
        }
        Filter::Not(inner) => format!("!({})", shown_filter(inner)),
        Filter::And(parts) => format!("({})", join(parts, " & ")),
        Filter::Or(parts) => format!("({})", join(parts, " | ")),
    }
}

fn shown_operand(operand: &Operand) -> String {
    match &operand.kind {
        OperandKind::Path(path) => shown(path),
        OperandKind::Literal(literal) => format!("{literal:?}"),
    }
}

fn at(span: Span) -> String {
    format!("{}-{}", span.start, span.end)
}

fn accepted(text: &str, expected: &str) {
    let path = parse(text);
    assert_eq!(path.errors, [], "{text}");
    assert_eq!(shown(&path), expected, "{text}");
}

/// Checks the error of an invalid path. `mark` has carets under the text, followed by the message.
fn refused(text: &str, mark: &str) {
    let path = parse(text);
    let shown: Vec<_> = path.errors.iter().map(marked).collect();
    assert_eq!(shown, [mark], "{text}");
}

fn marked(error: &PathError) -> String {
    let (start, end) = (error.span.start as usize, error.span.end as usize);
    format!("{}{} {}", " ".repeat(start), "^".repeat(end - start), error.message)
}

#[test]
fn roots() {
    accepted("$", "$");
    accepted("$ ", "$");
    accepted("$$", "$$");
    accepted("$$.Task.Token", "$$ Task@3-7 Token@8-13");
    accepted("$name", "$name@1-5");
    accepted("$größe_2.a[0]", "$größe_2@1-10 a@11-12 [0]@12-15");
    accepted("$_x", "$_x@1-3");
}

#[test]
fn names() {
    accepted("$.a.b", "$ a@2-3 b@4-5");
    accepted("$.a.b\n", "$ a@2-3 b@4-5");
    accepted("$.delivery-partner", "$ delivery-partner@2-18");
    accepted("$.größe.名", "$ größe@2-9 名@10-13");
    accepted("$.a\\.b.c", "$ a.b@2-6 c@7-8");
    accepted("$.\\stor\\e.boo\\k", "$ store@2-9 book@10-15");
    accepted("$.foo\\@bar.baz\\[\\[.\\?pretty", "$ foo@bar@2-10 baz[[@11-18 ?pretty@19-27");
    accepted("$.&Ж中.\\uD800\\uDF46", "$ &Ж中@2-8 \u{10346}@9-21");
    accepted("$.\\u0041", "$ A@2-8");
    accepted("$.\\uD800x", "$ uD800x@2-9");
    accepted("$.a:b,c", "$ a:b,c@2-7");
    accepted("$.a*", "$ a*@2-4");
    accepted("$.$ref.@id", "$ $ref@2-6 @id@7-10");
    accepted("$.0", "$ 0@2-3");
    accepted("$.${Key}", "$ ${Key}@2-8");
}

#[test]
fn names_in_brackets() {
    accepted("$['a']['b c']", "$ \"a\"@1-6 \"b c\"@6-13");
    accepted("$[\"a\"].b", "$ \"a\"@1-6 b@7-8");
    accepted("$[ 'a' ]", "$ \"a\"@1-8");
    accepted("$.['a']", "$ \"a\"@2-7");
    accepted("$['Test\\\"\"Name\"']", "$ \"Test\\\"\\\"Name\\\"\"@1-17");
    accepted("$['it\\'s']", "$ \"it's\"@1-10");
    accepted("$['a]b']", "$ \"a]b\"@1-8");
    accepted("$['']", "$ \"\"@1-5");
    accepted("$['a', \"b\"]", "$ [\"a\", \"b\"]@1-11");
    accepted("$.[*].['bucket', 'key']", "$ *@2-5 [\"bucket\", \"key\"]@6-23");
}

#[test]
fn indexes_and_slices() {
    accepted("$[0]", "$ [0]@1-4");
    accepted("$.a[ -2 ].b", "$ a@2-3 [-2]@3-9 b@10-11");
    accepted("$.[0]", "$ [0]@2-5");
    accepted("$.a[0]b", "$ a@2-3 [0]@3-6 b@6-7");
    accepted("$[0,2, -1]", "$ [0, 2, -1]@1-10");
    accepted("$[0,]", "$ [0]@1-5");
    accepted("$[1:5]", "$ [1:5]@1-6");
    accepted("$[1:]", "$ [1:]@1-5");
    accepted("$[:1]", "$ [:1]@1-5");
    accepted("$[-2:]", "$ [-2:]@1-6");
    accepted("$[0:6:2]", "$ [0:6]@1-8");
    accepted("$[(@.length-1)]", "$ script@1-15");
    accepted("$.a[(@.length() - 1)]", "$ a@2-3 script@3-21");
}

#[test]
fn wildcards_descendants_and_functions() {
    accepted("$.*", "$ *@2-3");
    accepted("$[*][*]", "$ *@1-4 *@4-7");
    accepted("$[ * ]", "$ *@1-6");
    accepted("$..a", "$ ..@1-3 a@3-4");
    accepted("$.a..[0]", "$ a@2-3 ..@3-5 [0]@5-8");
    accepted("$..*", "$ ..@1-3 *@3-4");
    accepted("$.a.length()", "$ a@2-3 length(0)@4-12");
    accepted("$.sum($.a[*], 1).b", "$ sum(2)@2-16 b@17-18");
    accepted("$.concat(\"a, b)\", 'c')", "$ concat(2)@2-22");
}

#[test]
fn filters() {
    accepted("$[?(@.a)]", "$ ?(@ a@6-7)@1-9");
    accepted("$.a[?(@.b == 'c d')].e", "$ a@2-3 ?(@ b@8-9 Equal String(\"c d\"))@3-20 e@21-22");
    accepted("$[?(@.type==AMOUNT_PAID)]", "$ ?(@ type@6-10 Equal Bare(\"AMOUNT_PAID\"))@1-25");
    accepted("$[?(@.a == not paid )]", "$ ?(@ a@6-7 Equal Bare(\"not paid\"))@1-22");
    accepted("$[?(@.a>=-1.5)]", "$ ?(@ a@6-7 GreaterOrEqual Number(-1.5))@1-15");
    accepted("$[?( @['x y'] != null )]", "$ ?(@ \"x y\"@6-13 NotEqual Null)@1-24");
    accepted("$[?(@.a < $.max)]", "$ ?(@ a@6-7 Less $ max@12-15)@1-17");
    accepted("$[?(@.a =~ /^a\\/b.*/i)]", "$ ?(@ a@6-7 Matches Regex)@1-23");
    accepted("$[?(@.a in ['x', ')'])]", "$ ?(@ a@6-7 Word(\"in\") Json)@1-23");
    accepted("$[?(@.a EMPTY true)]", "$ ?(@ a@6-7 Word(\"empty\") Bool(true))@1-20");
    accepted("$[?('x' in @.a)]", "$ ?(String(\"x\") Word(\"in\") @ a@13-14)@1-16");
    accepted("$[?(@ == 1)]", "$ ?(@ Equal Number(1.0))@1-12");
    accepted("$[?(@.length() > 2)]", "$ ?(@ length(0)@6-14 Greater Number(2.0))@1-20");
    accepted("$[?(@.a && !@.b || (@.c))]", "$ ?(((@ a@6-7 & !(@ b@14-15)) | @ c@22-23))@1-26");
    accepted("$[?(@.a&&@.b)]", "$ ?((@ a@6-7 & @ b@11-12))@1-14");
    accepted("$[?(!(@.a == 1))]", "$ ?(!(@ a@8-9 Equal Number(1.0)))@1-17");
    accepted("$[?(@.a[?(@.b)])]", "$ ?(@ a@6-7 ?(@ b@12-13)@7-15)@1-17");
    accepted("$[?(@..a)]", "$ ?(@ ..@5-7 a@7-8)@1-10");
    accepted("$[?(@.a == $x.b)][0]", "$ ?(@ a@6-7 Equal $x@12-13 b@14-15)@1-17 [0]@17-20");
}

#[test]
fn invalid_roots() {
    refused("", " path is empty");
    refused(" ", "^ path is empty");
    refused("a.b", "^^^ path does not begin with `$`");
    refused("@.a", "^^^ path does not begin with `$`");
    refused(" $.a", "^ whitespace before the path");
    refused("$5", " ^ unexpected `5` after `$`");
    refused("$-a", " ^ unexpected `-` after `$`");
    refused("$$a", "  ^ unexpected `a` after `$$`");
    refused("$*", " ^ unexpected `*` after `$`");
    refused("$a-b", "  ^ unexpected `-` after `$a`");
    refused("$ .a", " ^ unexpected ` ` after `$`");
}

#[test]
fn unexpected_ends() {
    refused("$.", " ^ path ends with `.`");
    refused("$.a.", "   ^ path ends with `.`");
    refused("$.a. ", "   ^ path ends with `.`");
    refused("$..", " ^^ path ends with `..`");
    refused("$.a[", "   ^ unclosed `[`");
    refused("$.a[0", "   ^ unclosed `[`");
    refused("$.a['b'", "   ^ unclosed `[`");
    refused("$.a['b", "    ^ unclosed `'`");
    refused("$.a[\"b']", "    ^ unclosed `\"`");
    refused("$.a['b',", "   ^ unclosed `[`");
    refused("$.a[b", "   ^ unclosed `[`");
    refused("$.a[(@.length-1]", "    ^ unclosed `(`");
    refused("$.a.length(", "            unexpected end of the path");
}

#[test]
fn invalid_steps() {
    refused("$...a", "   ^ unexpected `.` after `..`");
    refused("$.a b", "   ^ whitespace in a path");
    refused("$.a .b", "   ^ whitespace in a path");
    refused("$. a", "  ^ whitespace in a path");
    refused("$.(a)", "  ^ unexpected `(`");
    refused("$[]", " ^^ empty brackets");
    refused("$.a[ ]", "   ^^^ empty brackets");
    refused("$.a[b]", "    ^ `b` in brackets is not in quotes");
    refused("$.a[$.i]", "    ^^^ path is used as an index");
    refused("$.a[$$.Execution.Id]S", "    ^^^^^^^^^^^^^^^ path is used as an index");
    refused("$.a[,0]", "    ^^ `,0` in brackets is not in quotes");
    refused("$.a['b' 'c']", "        ^ unexpected `'` after a name");
    refused("$.a['b',]", "        ^ unexpected `]` after a comma");
    refused("$.a['b',0]", "        ^ unexpected `0` after a comma");
    refused("$.a['b'x]", "       ^ unexpected `x` after a name");
    refused("$.a[*,1]", "     ^ unexpected `,` in brackets");
    refused("$.a[0,,1]", "       missing index");
    refused("$.a[1x]", "     ^ unexpected `x` in an index");
    refused("$.a[-]", "    ^ `-` is not a valid index");
    refused("$.a[1-2]", "    ^^^ `1-2` is not a valid index");
    refused("$.a[0, 99999999999]", "       ^^^^^^^^^^^ `99999999999` is not a valid index");
    refused("$.a[:]", "    ^ slice has neither a start nor an end");
}

#[test]
fn invalid_filters() {
    refused("$[?]", "   ^ filter is not in parentheses");
    refused("$[?@.a]", "   ^ filter is not in parentheses");
    refused("$[?()]", "    ^ unexpected `)`");
    refused("$[?(@.a]", "   ^ unclosed `(`");
    refused("$[?(@.a", "   ^ unclosed `(`");
    refused("$[?(@.a)", " ^ unclosed `[`");
    refused("$[?(@.a == )]", "        ^^ missing value after the operator");
    refused("$[?(@.a = 1)]", "        ^ unknown operator `=`");
    refused("$[?(@.a <> 1)]", "        ^^ unknown operator `<>`");
    refused("$[?(@.a is 1)]", "        ^^ missing operator between two values");
    refused("$[?(@.a 'b')]", "        ^ missing operator between two values");
    refused("$[?(@.a & @.b)]", "        ^ unknown operator `&`");
    refused("$[?(@.a && )]", "           ^ unexpected `)`");
    refused("$[?(@.a == 'b)]", "           ^ unclosed `'`");
    refused("$[?(@.a =~ /b)]", "           ^ unclosed `/`");
    refused("$[?(@.a in [1)", "           ^ unclosed `[`");
    refused("$[?(@.a in [1)]", "   ^ unclosed `(`");
    refused("$[?((@.a)]", "   ^ unclosed `(`");
    refused("$[?(@.a))]", "        ^ unexpected `)` in brackets");
    refused("$[?(@.a.)]", "       ^ nothing follows `.`");
    refused("$[?(@a)]", "     ^ unexpected `a` after `@`");
    refused("$[?(@.a[b])]", "        ^ `b` in brackets is not in quotes");
}

#[test]
fn steps_before_an_error_are_kept() {
    let path = parse("$.a.b[");
    assert_eq!(shown(&path), "$ a@2-3 b@4-5");
    assert_eq!(path.names().iter().map(|name| &name.value[..]).collect::<Vec<_>>(), ["a", "b"]);
}

fn references(text: &str, marks: &[&str]) {
    let shown: Vec<_> = reference_errors(&parse(text)).iter().map(marked).collect();
    assert_eq!(shown, marks, "{text}");
}

#[test]
fn reference_paths() {
    for text in [
        "$",
        "$$",
        "$name",
        "$.a.b",
        "$['a']['b']",
        "$.a[0].b",
        "$.a\\.b",
        "$.&Ж中.\\uD800\\uDF46",
        "$.ledgers[0][22][315].foo",
        "$.delivery-partner",
        "$$.Map.Item.Value[0]",
        "$x.y",
        "$.a\\@b\\?",
        "$.a:b",
    ] {
        references(text, &[]);
    }
    references("Test", &["^^^^ Reference Path does not begin with `$`"]);
    references(
        "States.ArrayLength($.a)",
        &["^^^^^^^^^^^^^^^^^^^^^^^ Reference Path does not begin with `$`"],
    );
    references("$.a[-1]", &["   ^^^^ a negative index is not allowed in a Reference Path"]);
    references("$.limits[*]", &["        ^^^ `*` is not allowed in a Reference Path"]);
    references("$.*.a", &["  ^ `*` is not allowed in a Reference Path"]);
    references(
        "$..a[1:]",
        &[
            " ^^ `..` is not allowed in a Reference Path",
            "    ^^^^ a slice with `:` is not allowed in a Reference Path",
        ],
    );
    references("$['a','b']", &[" ^^^^^^^^^ a list with `,` is not allowed in a Reference Path"]);
    references("$[0,1]", &[" ^^^^^ a list with `,` is not allowed in a Reference Path"]);
    references("$[?(@.a)].b", &[" ^^^^^^^^ a filter is not allowed in a Reference Path"]);
    references("$[(@.length-1)]", &[" ^^^^^^^^^^^^^^ a script with `@` is not allowed in a Reference Path"]);
    references("$.a.length()", &["    ^^^^^^^^ the function `length()` is not allowed in a Reference Path"]);
}

#[test]
fn doubts() {
    for (text, marks) in [
        ("$.a-b.c_d['x y']", &[][..]),
        ("$[?(@.a == TOTAL)]", &[]),
        ("$.a\\:b", &[]),
        ("$.a]", &["  ^^ unquoted name contains `]`"]),
        ("$['a','b'].v", &[" ^^^^^^^^^ step with several names is not the last step of the path"]),
        ("$['a','b']", &[]),
        ("$.a.sum()", &["    ^^^^^ Step Functions does not support the function `sum()` in a path"]),
        ("$[?(@.a in ['b'])]", &["        ^^ Step Functions does not support `in` in a filter"]),
        ("$[?(@.a =~ /b/)]", &["        ^^ Step Functions does not support regular expressions in a filter"]),
        (
            "$[?(@.a == $.b)]",
            &["           ^^^ Step Functions does not support a comparison with a value outside the array"],
        ),
    ] {
        let shown: Vec<_> = parse(text).doubts().iter().map(marked).collect();
        assert_eq!(shown, marks, "{text}");
    }
}

#[test]
fn queries() {
    let path = parse("$a.b[?(@.c == $d.e && @.f == $g)]");
    assert_eq!(path.variable(), Some(("a", Span { start: 1, end: 2 })));
    let names: Vec<_> = path.variables().iter().map(|(name, span)| (*name, span.start)).collect();
    assert_eq!(names, [("a", 1), ("d", 15), ("g", 30)]);
    assert_eq!(parse("$$.Task.Token").context().map(<[PathStep]>::len), Some(2));
    assert_eq!(parse("$.Task.Token").context(), None);
    assert_eq!(parse("$.a[?(@.x==1)][0]").index_after_filter(), Some(Span { start: 14, end: 17 }));
    assert_eq!(parse("$.a[?(@.x==1)].b[0]").index_after_filter(), None);
}

#[test]
fn deep_nesting_is_one_error() {
    for (open, close) in
        [("[?(@", ")]"), ("[?((((", ")"), (".f($", ")"), ("[?(!(", ""), ("[", "]"), ("[(", ""), ("(", "")]
    {
        let text = format!("${}{}", open.repeat(100_000), close.repeat(100_000));
        assert_eq!(parse(&text).errors.len(), 1, "{open}");
    }
    let flat = format!("$[?(@.a{})]", " && @.a || !@.b".repeat(50_000));
    assert_eq!(parse(&flat).errors, []);
}
