//! The variables that expressions bind and read, and what they read from the context.

use jsonata_syntax::{Resolution, context_references, parse, variables};

#[track_caller]
fn check_context(cases: &[(&str, &[&str])]) {
    for (text, names) in cases {
        let parsed = parse(text);
        let found: Vec<&str> = context_references(&parsed).iter().map(|reference| reference.name).collect();
        assert_eq!(found, *names, "{text}");
    }
}

/// Prints each variable as `name=` if it is bound, `name@` with the offset of its binding, or `name?` if it is free.
fn show(text: &str) -> String {
    let parsed = parse(text);
    let shown = variables(&parsed).map(|variable| {
        let steps: String = variable.steps().map(|step| format!(".{}", step.name)).collect();
        match variable.resolution {
            Resolution::Binding => format!("{}=", variable.name),
            Resolution::Local { binding } => format!("{}@{}{steps}", variable.name, binding.start),
            Resolution::Free => format!("{}?{steps}", variable.name),
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn first_steps_read_the_context() {
    check_context(&[
        ("phone", &["phone"]),
        ("order.id", &["order"]),
        ("\"order\".id", &["order"]),
        ("\"order\"", &[]),
        ("$.x", &["$"]),
        ("$", &["$"]),
        ("a.$$.b", &["a", "$$"]),
        ("*.a", &["*"]),
        ("[a, {b: c}]", &["a", "b", "c"]),
        ("a ? b : -c", &["a", "b", "c"]),
        ("count(a)", &["count", "a"]),
        ("$f(a)", &["a"]),
        ("($x := a; $x)", &["a"]),
    ]);
}

#[test]
fn steps_of_values_do_not_read_the_context() {
    check_context(&[
        ("$states.input.items[price > 3].name", &[]),
        ("$s^(a, >b)", &[]),
        ("$s{a: b}", &[]),
        ("$s.items.($uppercase(name))", &[]),
        ("$s.{\"a\": b, \"c\": $}", &[]),
        ("$s ~> |a|{\"b\": c}, [\"d\"]|", &[]),
        ("$s.$map(x, function($v){ y })", &[]),
    ]);
}

#[test]
fn a_function_has_the_context_where_it_is_defined() {
    check_context(&[("$map($s, function($v){ $v.a + b })", &["b"]), ("function(){ $ }", &["$"])]);
}

#[test]
fn a_focus_keeps_the_context() {
    check_context(&[
        ("$s@$v.b", &["b"]),
        ("a.b@$v.c", &["a"]),
        ("a@$v[b]{c: d}", &["a", "b", "c", "d"]),
        ("a#$i.b", &["a"]),
    ]);
}

#[test]
fn variables_are_bound_or_free() {
    for (text, shown) in [
        ("$states.input.x[0].y + $a", "states?.input.x.y a?"),
        ("($x := 1; $x) + $x", "x= x@1 x?"),
        ("$x := $x", "x= x?"),
        ("function($a, $b){ $a.c }", "a= b= a@9.c"),
        ("a@$v#$i[$v.x = $i].b{$v: 1} & $v", "v= i= v@2.x i@5 v@2 v?"),
        ("(a[$x := 1]; $x)", "x= x@3"),
        (
            "($f := function($n){ $f($n - 1) + $later }; $later := 1; $f(2))",
            "f= n= f@1 n@16 later@44 later= f@1",
        ),
        ("($x; $x := 1)", "x? x="),
        ("$states.\"input\".(x)", "states?.input"),
        ("$states.", "states?"),
        ("$map($states.input.a, function($v) { $v.", "map? states?.input.a v= v@31"),
        ("$ + $$.a", ""),
    ] {
        assert_eq!(show(text), shown, "{text}");
    }
}
