//! Small expressions and their trees.

use jsonata_syntax::{NewerOperator, NodeId, NodeKind, Pair, Parsed, SyntaxError, parse};

/// Prints the tree in a compact form, with parentheses for nodes.
fn show(parsed: &Parsed, id: NodeId) -> String {
    let one = |id: &NodeId| show(parsed, *id);
    let list = |ids: &[NodeId]| ids.iter().map(one).collect::<Vec<_>>().join(" ");
    let pairs = |pairs: &[Pair]| {
        let texts = pairs.iter().map(|pair| format!("{}:{}", one(&pair.key), one(&pair.value)));
        texts.collect::<Vec<_>>().join(" ")
    };
    let or_none = |id: &Option<NodeId>| id.as_ref().map_or("-".to_string(), one);
    match parsed.tree.kind(id) {
        NodeKind::Error { parts } => format!("(error {})", list(parts)).replace(" )", ")"),
        NodeKind::String(text) => format!("{text:?}"),
        NodeKind::Number(value) => value.to_string(),
        NodeKind::Boolean(value) => value.to_string(),
        NodeKind::Null => "null".into(),
        NodeKind::Name(name) => name.clone(),
        NodeKind::Variable(name) => format!("${name}"),
        NodeKind::Regex { pattern, flags } => format!("/{pattern}/{flags}"),
        NodeKind::Wildcard => "*".into(),
        NodeKind::Descendants => "**".into(),
        NodeKind::Parent => "%".into(),
        NodeKind::Placeholder => "?".into(),
        NodeKind::Path { steps } => format!("(path {})", list(steps)),
        NodeKind::Predicate { base, filter } => format!("(filter {} {})", one(base), one(filter)),
        NodeKind::KeepArray { base } => format!("(keep {})", one(base)),
        NodeKind::Sort { base, terms } => {
            let terms = terms
                .iter()
                .map(|term| format!(" {}{}", if term.descending { ">" } else { "<" }, one(&term.expression)));
            format!("(sort {}{})", one(base), terms.collect::<String>())
        }
        NodeKind::Group { base, pairs: list } => format!("(group {} {})", one(base), pairs(list)),
        NodeKind::Focus { base, variable } => format!("(focus {} {})", one(base), one(variable)),
        NodeKind::Index { base, variable } => format!("(index {} {})", one(base), one(variable)),
        NodeKind::Negate { operand } => format!("(minus {})", one(operand)),
        NodeKind::Binary { operator, left, right } => {
            format!("({} {} {})", operator.as_str(), one(left), one(right))
        }
        NodeKind::Array { items } => format!("[{}]", list(items)),
        NodeKind::Range { first, last } => format!("(.. {} {})", one(first), one(last)),
        NodeKind::Object { pairs: list } => format!("{{{}}}", pairs(list)),
        NodeKind::Block { expressions } => format!("(block {})", list(expressions)).replace(" )", ")"),
        NodeKind::Condition { condition, then, otherwise } => {
            format!("(if {} {} {})", one(condition), one(then), or_none(otherwise))
        }
        NodeKind::Lambda { params, signature, body } => {
            let mark = if signature.is_some() { "<>" } else { "" };
            format!("(fn{mark} [{}] {})", list(params), one(body))
        }
        NodeKind::Call { callee, args } => format!("(call {} [{}])", one(callee), list(args)),
        NodeKind::Partial { callee, args } => format!("(partial {} [{}])", one(callee), list(args)),
        NodeKind::Apply { input, function } => format!("(apply {} {})", one(input), one(function)),
        NodeKind::Bind { target, value } => format!("(:= {} {})", one(target), one(value)),
        NodeKind::Transform { pattern, update, delete } => {
            format!("(transform {} {} {})", one(pattern), one(update), or_none(delete))
        }
    }
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (text, tree) in cases {
        let parsed = parse(text);
        assert_eq!(show(&parsed, parsed.root), *tree, "{text}");
        assert_eq!(parsed.errors, [], "{text}");
    }
}

/// Like `check`, for text with errors: `code@start..end` for each.
#[track_caller]
fn check_invalid(cases: &[(&str, &str, &str)]) {
    for (text, tree, errors) in cases {
        let parsed = parse(text);
        let found: Vec<String> = parsed.errors.iter().map(describe).collect();
        assert_eq!(
            (show(&parsed, parsed.root).as_str(), found.join(" ").as_str()),
            (*tree, *errors),
            "{text}"
        );
    }
}

fn describe(error: &SyntaxError) -> String {
    let code = error.code.as_str().map_or(format!("{:?}", error.code), str::to_string);
    format!("{code}@{}..{}", error.span.start, error.span.end)
}

#[test]
fn operators_bind_by_their_power() {
    check(&[
        ("1+2*3-4", "(- (+ 1 (* 2 3)) 4)"),
        ("a and b or c = d & e", "(or (and a b) (= c (& d e)))"),
        ("-a.b{c:d}", "(group (minus (path a b)) c:d)"),
        ("$a := $b := 1", "(:= $a (:= $b 1))"),
        ("a ? b : c ? d : e", "(if a b (if c d e))"),
        ("a ? b", "(if a b -)"),
        ("$x ~> $f ~> $g", "(apply (apply $x $f) $g)"),
        ("1 in [2] != 3", "(!= (in 1 [2]) 3)"),
    ]);
}

#[test]
fn paths_are_flat() {
    check(&[
        ("a.b.c", "(path a b c)"),
        ("a.b[0].c", "(path a (filter b 0) c)"),
        ("a.b^(>c, <d, e).f", "(path (sort (path a b) >c <d <e) f)"),
        ("a@$v.b#$i[$i=1]", "(path (focus a $v) (filter (index b $i) (= $i 1)))"),
        ("a.**.*.%", "(path a ** * %)"),
        ("a.\"b c\".`d e`", "(path a \"b c\" d e)"),
        ("a[0][]", "(keep (filter a 0))"),
        ("$.$f(1)", "(path $ (call $f [1]))"),
    ]);
}

#[test]
fn brackets_and_literals() {
    check(&[
        ("[1, 2..3, []]", "[1 (.. 2 3) []]"),
        ("{\"a\": 1, b: {}}", "{\"a\":1 b:{}}"),
        ("(1; $x := 2; $x)", "(block 1 (:= $x 2) $x)"),
        ("(1;)", "(block 1)"),
        ("()", "(block)"),
        ("[true, false, null]", "[true false null]"),
        ("'\\u00e9\\n' & \"\\\"\"", "(& \"é\\n\" \"\\\"\")"),
        ("/a\\/[/]/im", "/a\\/[/]/im"),
        ("a / b", "(/ a b)"),
        ("/* c */ a /**/ . b", "(path a b)"),
        ("|a|{}|", "(transform a {} -)"),
        ("|a|{\"x\":1}, \"b\"|", "(transform a {\"x\":1} \"b\")"),
    ]);
}

#[test]
fn functions_and_calls() {
    check(&[
        ("function($a, $b){$a}", "(fn [$a $b] $a)"),
        ("λ(){1}(2)", "(call (fn [] 1) [2])"),
        ("function($x)<n-n:n>{$x}", "(fn<> [$x] $x)"),
        ("$f(1, ?)", "(partial $f [1 ?])"),
        ("$f()()", "(call (call $f []) [])"),
    ]);
}

#[test]
fn operators_that_are_words_are_names_as_operands() {
    check(&[("and and and", "(and and and)"), ("a.or.in", "(path a or in)"), ("in", "in")]);
}

#[test]
fn an_incomplete_expression_keeps_its_tree() {
    check_invalid(&[
        ("$states.", "(path $states (error))", "S0207@8..8"),
        ("$states.input.", "(path $states input (error))", "S0207@14..14"),
        ("$map(x, function($v) { $v.", "(call $map [x (fn [$v] (path $v (error)))])", "S0203@26..26"),
        ("{\"a\": $states., \"b\": 1}", "{\"a\":(path $states (error)) \"b\":1}", "S0211@14..15"),
        ("[$states.input[", "[(path $states (filter input (error)))]", "S0203@15..15"),
        ("$f(a, )", "(call $f [a (error)])", "S0211@6..7"),
        ("a ? ", "(if a (error) -)", "S0207@4..4"),
        ("$x := ", "(:= $x (error))", "S0207@6..6"),
        ("", "(error)", "S0207@0..0"),
    ]);
}

#[test]
fn errors_do_not_hide_what_follows() {
    check_invalid(&[
        ("a == b", "(= a b)", "S0211@3..4"),
        ("a && b", "(& a b)", "S0211@3..4"),
        ("[1 2, 3]", "[1 2 3]", "S0202@3..4"),
        ("[1, 2)", "[1 2]", "S0202@5..6"),
        ("(a, b)", "(block a b)", "S0202@2..3"),
        ("f((a]).b", "(path (call f [(block a)]) b)", "S0202@4..5"),
        ("{a 1, b: 2}", "{a:1 b:2}", "S0202@3..4"),
        ("a b c", "(error a b c)", "S0201@2..3"),
        ("x := 1", "(:= x 1)", "S0212@0..1"),
        ("a@b.c", "(path (focus a b) c)", "S0214@2..3"),
        ("function(a, $b){$b}", "(fn [a $b] $b)", "S0208@9..10"),
        ("a ! = b", "(= a b)", "S0204@2..3"),
        ("a.\"b", "(path a \"b\")", "S0101@2..3"),
        ("[a, /* b", "[a (error)]", "S0106@4..6"),
        ("[+] + [-]", "(+ [(error)] [(minus (error))])", "S0211@1..2 S0211@8..9"),
        ("1.a + b.2", "(+ (path 1 a) (path b 2))", "S0213@0..1 S0213@8..9"),
    ]);
}

#[test]
fn newer_operators_are_recognized() {
    for (text, newer) in [
        ("a ?? b", Some(NewerOperator::Coalesce)),
        ("a ?: b", Some(NewerOperator::Default)),
        ("a ? : b", None),
        ("a ? ? b", None),
    ] {
        let parsed = parse(text);
        assert_eq!(parsed.errors.len(), 1, "{text}");
        assert_eq!(parsed.errors[0].newer, newer, "{text}");
    }
    check_invalid(&[("a ?? b.c", "(error a (path b c))", "S0211@2..4")]);
}

#[test]
fn a_missing_bracket_refers_to_its_opener() {
    let parsed = parse("$sum([1, 2");
    let opener = parsed.errors[0].opener.expect("a bracket is open");
    assert_eq!((opener.start, opener.end), (5, 6));
}

#[test]
fn a_parent_finds_its_step() {
    let text = "a.b.c[%.d].%.e";
    let parsed = parse(text);
    assert_eq!(parsed.errors, []);
    let slice = |id| {
        let span = parsed.tree.span(id);
        (span.start, &text[span.start as usize..span.end as usize])
    };
    let found: Vec<_> = parsed.parents.iter().map(|(from, to)| (slice(*from).0, slice(*to).1)).collect();
    assert_eq!(found, [(6, "c"), (11, "c")]);
}

#[test]
fn the_node_at_an_offset() {
    let parsed = parse("$states.input.");
    let id = parsed.tree.at(parsed.root, 14);
    assert!(matches!(parsed.tree.kind(id), NodeKind::Error { .. }));
    let id = parsed.tree.at(parsed.root, 10);
    assert_eq!(parsed.tree.kind(id), &NodeKind::Name("input".into()));
}
