//! Random inputs that match the paths of a state, with random changes.

use asl_core::catalog::intrinsics::ValueType;
use asl_core::expr::path::{self, RootKind, StepKind};
use serde_json::{Map, Value, json};

use super::generate::Generated;
use super::outcome::{Run, WorkError};
use super::random::Random;

pub(super) fn run(generated: &Generated, random: &mut Random) -> Run {
    let (mut input, mut result, mut given) = (json!({}), json!({}), json!({}));
    let mut variables = Map::new();
    for (text, wanted) in &generated.paths {
        if random.percent(12) {
            continue;
        }
        let parsed = path::parse(text);
        let leaf = value(random, *wanted);
        match &parsed.root.kind {
            // The meaning of `$` depends on the field: one of these is right.
            RootKind::Input => {
                put(&mut input, &parsed, leaf.clone());
                put(&mut result, &parsed, leaf);
            }
            RootKind::Context => put(&mut given, &parsed, leaf),
            RootKind::Variable(name) => {
                put(variables.entry(name.value.clone()).or_insert_with(|| json!({})), &parsed, leaf);
            }
            RootKind::Current | RootKind::Missing => {}
        }
    }
    // The other paths are relative to the `InputPath`.
    if let Some(selected) = generated.state.get("InputPath").and_then(Value::as_str)
        && random.percent(80)
    {
        let inner = input.clone();
        put(&mut input, &path::parse(selected), inner);
    }
    let execution = given["Execution"]["Input"].clone();
    for spoilt in [&mut input, &mut result] {
        for _ in 0..random.pick(&[0, 0, 1, 1, 2, 3]) {
            spoil(spoilt, random);
        }
    }
    if random.percent(15) {
        let names: Vec<String> = variables.keys().cloned().collect();
        names.iter().for_each(|name| spoil(&mut variables[name], random));
    }
    let mut context = json!({
        "Execution": {
            "Id": "arn:aws:states:us-east-1:123456789012:execution:m:e", "Input": execution, "Name": "e",
            "RoleArn": "arn:aws:iam::123456789012:role/r", "StartTime": "2030-01-01T00:00:00Z",
        },
        "State": { "EnteredTime": "2030-01-01T00:00:00Z", "Name": "A", "RetryCount": 0 },
        "StateMachine": { "Id": "arn:aws:states:us-east-1:123456789012:stateMachine:m", "Name": "m" },
    });
    if random.percent(30) {
        context["Task"] = json!({ "Token": "a token" });
    }
    let work = match random.below(5) {
        0 => Err(error(random)),
        1 if random.percent(40) => Ok(value(random, ValueType::Any)),
        _ => Ok(result),
    };
    Run { input, context, variables, work }
}

fn error(random: &mut Random) -> WorkError {
    let name = random.pick(&["Boom", "Other", "States.Timeout", "States.TaskFailed"]);
    let mut output = json!({ "Error": name });
    if random.percent(90) {
        output["Cause"] = "why".into();
    }
    WorkError { name, output }
}

/// Creates the arrays and objects on a path. Those of other paths are kept.
fn put(root: &mut Value, path: &path::Path, leaf: Value) {
    let mut place = root;
    for step in &path.steps {
        match &step.kind {
            StepKind::Child(name) => {
                if !place.is_object() {
                    *place = json!({});
                }
                place = &mut place[name.value.as_str()];
            }
            StepKind::Index(index @ 0..4) => {
                if !place.is_array() {
                    *place = json!([]);
                }
                let items = place.as_array_mut().expect("it is an array");
                while items.len() <= *index as usize {
                    items.push(Value::Null);
                }
                place = &mut items[*index as usize];
            }
            _ => return,
        }
    }
    let is_used = matches!(place, Value::Object(object) if !object.is_empty())
        || matches!(place, Value::Array(items) if !items.is_empty());
    if !is_used {
        *place = leaf;
    }
}

/// A value of a type, or sometimes of another one.
fn value(random: &mut Random, wanted: ValueType) -> Value {
    if random.percent(12) {
        return anything(random, 2);
    }
    match wanted {
        ValueType::String => {
            random.pick(&["x", "y", "5", "it's", "a,b;c", "x*", "[1,{\"a\":2}]", "x5y", ""]).into()
        }
        ValueType::Integer => random.pick(&[0, 0, 1, 1, 2, 3, 5, -1]).into(),
        ValueType::Number => random.pick(&[json!(0), json!(1), json!(5), json!(2.5), json!(-1), json!(0.1)]),
        ValueType::Boolean => random.percent(50).into(),
        ValueType::Array => (0..random.below(4)).map(|_| anything(random, 1)).collect(),
        ValueType::Object => json!({ "a": anything(random, 1), "b": anything(random, 1) }),
        ValueType::Any | ValueType::Null => anything(random, 2),
    }
}

fn anything(random: &mut Random, depth: usize) -> Value {
    let scalars = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-3),
        json!(1.5),
        json!(0.1),
        json!(9007199254740991_i64),
        json!(1e21),
        json!("x"),
        json!("5"),
        json!(""),
        json!("null"),
    ];
    match random.below(10) {
        0 => json!([]),
        1 => json!({}),
        2..4 if depth > 0 => json!([anything(random, depth - 1)]),
        4 if depth > 0 => json!([anything(random, depth - 1), anything(random, depth - 1)]),
        5..7 if depth > 0 => json!({ "a": anything(random, depth - 1) }),
        _ => scalars[random.below(scalars.len())].clone(),
    }
}

/// Removes or replaces a part of a value.
fn spoil(value: &mut Value, random: &mut Random) {
    let inner: Vec<String> = match &*value {
        Value::Object(object) => object.keys().cloned().collect(),
        Value::Array(items) => (0..items.len()).map(|at| at.to_string()).collect(),
        _ => Vec::new(),
    };
    if !inner.is_empty() && random.percent(80) {
        let key = &inner[random.below(inner.len())];
        if let Value::Object(object) = value
            && random.percent(15)
        {
            object.remove(key);
            return;
        }
        let pointer = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
        if let Some(place) = value.pointer_mut(&pointer) {
            spoil(place, random);
        }
        return;
    }
    let old = value.take();
    *value = match random.below(8) {
        0 => json!(null),
        1 => json!([old]),
        2 => json!([[old]]),
        3 => json!([]),
        4 => json!({ "a": old }),
        5 => json!([old, old]),
        _ => anything(random, 2),
    };
}
