use asl_core::*;
use std::time::{Duration, Instant};
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let min = |f: &mut dyn FnMut()| {
        let mut m = Duration::MAX;
        for _ in 0..300 {
            let t = Instant::now();
            f();
            m = m.min(t.elapsed());
        }
        m
    };
    println!(
        "serde {:?}",
        min(&mut || {
            std::hint::black_box(serde_json::from_str::<serde_json::Value>(&text).unwrap());
        })
    );
    println!(
        "parse {:?}",
        min(&mut || {
            std::hint::black_box(syntax::parse(&text, Dialect::Json));
        })
    );
    let tree = syntax::parse(&text, Dialect::Json);
    println!(
        "model {:?}",
        min(&mut || {
            std::hint::black_box(model::Model::new(tree.clone()));
        })
    );
    let m = model::Model::new(tree.clone());
    println!(
        "graph {:?}",
        min(&mut || {
            std::hint::black_box(semantic::Graph::new(&m));
        })
    );
    println!(
        "exprs {:?}",
        min(&mut || {
            std::hint::black_box(expr::expressions(&m));
        })
    );
    println!(
        "analyze {:?}",
        min(&mut || {
            std::hint::black_box(analyze(Source::new(&text, Dialect::Json)));
        })
    );
    let a = analyze(Source::new(&text, Dialect::Json));
    println!(
        "all rules {:?}",
        min(&mut || {
            std::hint::black_box(check(&a, RULES.iter().copied()));
        })
    );
    let mut v: Vec<_> = RULES
        .iter()
        .map(|r| {
            (
                min(&mut || {
                    std::hint::black_box(check(&a, [*r]));
                }),
                r.name,
            )
        })
        .collect();
    v.sort();
    v.reverse();
    for (t, n) in v {
        println!("{t:?} {n}");
    }
}
