//! The graph of random machines, compared with the shortest distances between all states (Floyd–Warshall).

use super::*;
use crate::semantic::Analysis;
use crate::testing::{Random, analyses};

fn analysis(text: &str) -> Analysis {
    analyses(text).remove(0)
}

/// An analysis that lives as long as the process.
fn leaked(text: &str) -> &'static Analysis {
    Box::leak(Box::new(analysis(text)))
}

/// For each pair of states, whether there is a transition.
type Table = Vec<Vec<bool>>;

fn random_table(random: &mut Random) -> Table {
    let count = 1 + random.below(7);
    let density = 2 + random.below(5);
    (0..count).map(|_| (0..count).map(|_| random.below(density) == 0).collect()).collect()
}

/// A machine of Choice states with a rule for each transition. States without transitions are Succeed states.
fn machine(table: &Table) -> String {
    let state = |(from, row): (usize, &Vec<bool>)| {
        let to = row.iter().enumerate().filter(|(_, leads)| **leads);
        let rules: Vec<String> = to.map(|(to, _)| format!(r#"{{ "Next": "S{to}" }}"#)).collect();
        match rules.is_empty() {
            true => format!(r#""S{from}": {{ "Type": "Succeed" }}"#),
            false => format!(r#""S{from}": {{ "Type": "Choice", "Choices": [{}] }}"#, rules.join(", ")),
        }
    };
    let states: Vec<String> = table.iter().enumerate().map(state).collect();
    format!(r#"{{ "StartAt": "S0", "States": {{ {} }} }}"#, states.join(", "))
}

/// The least number of transitions between two states, at least one.
fn distances(table: &Table) -> Vec<Vec<Option<usize>>> {
    let count = table.len();
    let mut found: Vec<Vec<Option<usize>>> =
        table.iter().map(|row| row.iter().map(|leads| leads.then_some(1)).collect()).collect();
    for by in 0..count {
        for from in 0..count {
            for to in 0..count {
                if let (Some(a), Some(b)) = (found[from][by], found[by][to]) {
                    let way = found[from][to].map_or(a + b, |known| known.min(a + b));
                    found[from][to] = Some(way);
                }
            }
        }
    }
    found
}

#[test]
fn paths_match_the_distances_in_the_table() {
    let mut random = Random::default();
    for _ in 0..500 {
        let table = random_table(&mut random);
        let text = machine(&table);
        let analysis = analysis(&text);
        let (model, graph) = (analysis.model(), analysis.graph());
        let states: Vec<State<'_>> = model.states().collect();
        let distance = distances(&table);
        let leads = |from: usize, to: usize| distance[from][to].is_some();
        let all = 0..table.len();
        for i in all.clone() {
            let ends = |j: usize| table[j].iter().all(|leads| !leads);
            assert_eq!(graph.is_reachable(states[i]), i == 0 || leads(0, i), "S{i}: {text}");
            assert_eq!(
                graph.can_end(states[i]),
                all.clone().any(|j| (i == j || leads(i, j)) && ends(j)),
                "S{i}: {text}"
            );
            assert_eq!(graph.is_led_to(states[i]), all.clone().any(|j| table[j][i]), "S{i}: {text}");
            let closure: Vec<bool> = all.clone().map(|j| i == j || leads(i, j)).collect();
            assert_eq!(graph.closure(&[states[i]]), closure, "S{i}: {text}");
            for j in all.clone() {
                let way = graph.way(states[i], states[j]);
                assert_eq!(way.as_ref().map(Vec::len), distance[i][j], "S{i} to S{j}: {text}");
                let Some(way) = way else { continue };
                assert!(way[0].from == states[i] && way.last().unwrap().to == Some(states[j]), "{text}");
                assert!(way.windows(2).all(|two| two[0].to == Some(two[1].from)), "{text}");
            }
        }
        let mut loops: Vec<Vec<usize>> = all
            .clone()
            .filter(|&i| leads(i, i))
            .map(|i| all.clone().filter(|&j| i == j || leads(i, j) && leads(j, i)).collect())
            .collect();
        loops.dedup();
        loops.sort();
        loops.dedup();
        let found: Vec<Vec<usize>> =
            graph.loops(model).map(|one| one.iter().map(|state| state.id().index()).collect()).collect();
        assert_eq!(found, loops, "{text}");
    }
}

#[test]
fn every_field_with_a_target_is_a_transition() {
    let analysis = leaked(
        r#"{ "StartAt": "A", "States": {
        "A": { "Type": "Task", "Next": "B", "Catch": [{ "Next": "C" }, { "Next": "Nowhere" }] },
        "B": { "Type": "Choice", "Choices": [{ "Next": "A" }], "Default": "C" },
        "C": { "Type": "Succeed", "Next": "B" },
        "D": { "Type": "Parallel", "Branches": [{ "StartAt": "I", "States": { "I": { "Type": "Pass", "Next": "A" } } }], "Nxt": "E" },
        "E": { "Type": "Pass", "End": true }
    } }"#,
    );
    let (model, graph) = (analysis.model(), analysis.graph());
    let state = |name: &str| model.states().find(|state| state.name().value == name).unwrap();
    let edges = |name: &str| -> Vec<(Cause, &str, bool, bool)> {
        let edges = graph.edges(state(name));
        edges.map(|edge| (edge.cause, edge.target.value, edge.to.is_some(), edge.is_allowed)).collect()
    };
    assert_eq!(
        edges("A"),
        [
            (Cause::Next, "B", true, true),
            (Cause::Catch(0), "C", true, true),
            (Cause::Catch(1), "Nowhere", false, true)
        ]
    );
    assert_eq!(edges("B"), [(Cause::Choice(0), "A", true, true), (Cause::Default, "C", true, true)]);
    assert_eq!(edges("C"), [(Cause::Next, "B", true, false)]);
    assert_eq!(edges("D"), [(Cause::Next, "E", true, true)], "a misspelt field counts");
    assert_eq!(edges("I"), [(Cause::Next, "A", false, true)], "no transition leaves its machine");
    assert!(graph.is_led_to(state("B")) && !graph.is_led_to(state("D")));
    assert_eq!(route(&graph.way_back(state("A")).unwrap()), "A → B → A");
    assert!(graph.is_reachable(state("I")) && !graph.is_reachable(state("D")));
}

#[test]
fn states_that_end_despite_a_transition() {
    for (fields, can_end) in [
        (r#""Type": "Succeed", "Next": "A""#, true),
        (r#""Type": "Pass", "End": true, "Next": "A""#, true),
        (r#""Type": "Pass", "Next": "Nowhere""#, true),
        (r#""Type": "Pass""#, true),
        (r#""Type": "Pass", "Next": "A""#, false),
    ] {
        let analysis = analysis(&format!(r#"{{ "StartAt": "A", "States": {{ "A": {{ {fields} }} }} }}"#));
        let state = analysis.model().states().next().unwrap();
        assert_eq!(analysis.graph().can_end(state), can_end, "{fields}");
    }
}

#[test]
fn machines_with_known_transitions() {
    for (fields, is_known) in [
        (r#""Type": "Pass", "Next": "A""#, true),
        (r#""Type": "Pass", "Next": "Nowhere""#, true),
        (r#""Type": "Pass", "End": true"#, true),
        (r#""Type": "Succeed""#, true),
        (r#""Type": "Choice", "Choices": [{ "Next": "A" }]"#, true),
        (r#""Type": "Choice", "Choices": [{ "Next": "A" }], "Default": "A""#, true),
        (r#""Type": "Task", "Next": "A", "Catch": [{ "Next": "A" }]"#, true),
        (r#""Type": "Task", "Next": "A", "Catch": []"#, true),
        (r#""Next": "A""#, false),
        (r#""Type": "Pass""#, false),
        (r#""Type": "Pass", "Next": 1"#, false),
        (r#""Type": "Choice", "Choices": []"#, false),
        (r#""Type": "Choice", "Choices": [{ "Next": "A" }, {}]"#, false),
        (r#""Type": "Choice", "Choices": [{ "Next": "A" }, 1]"#, false),
        (r#""Type": "Choice", "Choices": { "Next": "A" }"#, false),
        (r#""Type": "Choice", "Choices": [{ "Next": "A" }], "Default": 1"#, false),
        (r#""Type": "Task", "Next": "A", "Catch": [{}]"#, false),
        (r#""Type": "Task", "Next": "A", "Catch": { "Next": "A" }"#, false),
    ] {
        let analysis = analysis(&format!(r#"{{ "StartAt": "A", "States": {{ "A": {{ {fields} }} }} }}"#));
        let machine = analysis.model().machines().next().unwrap();
        assert_eq!(analysis.graph().is_complete(machine), is_known, "{fields}");
    }
}

#[test]
fn of_duplicate_states_the_last_counts() {
    let text = r#"{ "StartAt": "B", "QueryLanguage": "JSONata",
        "States": { "A": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "B" } },
        "States": { "B": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "C" }, "C": { "Type": "Pass", "Output": "{% $x %}", "End": true } } }"#;
    let analysis = analysis(text);
    let machine = analysis.model().root().unwrap();
    let order = analysis.graph().topological_order(machine).iter();
    let names: Vec<&str> = order.map(|&id| analysis.model().state(id).name().value).collect();
    assert_eq!(names, ["B", "C"]);
}
