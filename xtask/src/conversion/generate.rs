//! Random JSONPath states, with everything that makes their conversion difficult.

use asl_core::catalog::intrinsics::ValueType;
use asl_core::expr::intrinsic;
use serde_json::{Map, Value, json};

use super::random::Random;
use super::values::{NAMES, TEXTS};

/// A state, and each path in it with the type of its value.
pub(super) struct Generated {
    pub(super) state: Map<String, Value>,
    pub(super) paths: Vec<(String, ValueType)>,
}

pub(super) fn state(random: &mut Random) -> Generated {
    let mut maker = Maker { random, paths: Vec::new() };
    let state = maker.state();
    Generated { state, paths: maker.paths }
}

/// The paths in an existing state.
pub(super) fn paths_of(state: &Map<String, Value>) -> Vec<(String, ValueType)> {
    let mut paths = Vec::new();
    state.values().for_each(|value| collect(value, &mut paths));
    paths
}

fn collect(value: &Value, paths: &mut Vec<(String, ValueType)>) {
    match value {
        Value::String(text) if text.starts_with('$') => paths.push((text.clone(), ValueType::Any)),
        Value::String(text) => {
            for path in intrinsic::parse(text).call.iter().flat_map(|call| call.paths()) {
                paths.push((text[path.span.range()].to_owned(), ValueType::Any));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, paths)),
        Value::Object(pairs) => pairs.values().for_each(|value| collect(value, paths)),
        _ => {}
    }
}

pub(super) struct Maker<'r> {
    pub(super) random: &'r mut Random,
    pub(super) paths: Vec<(String, ValueType)>,
}

impl Maker<'_> {
    fn state(&mut self) -> Map<String, Value> {
        let kinds = [
            "Pass", "Pass", "Task", "Task", "Task", "Choice", "Choice", "Choice", "Wait", "Succeed", "Fail",
            "Map", "Parallel",
        ];
        let kind = self.random.pick(&kinds);
        let mut state = Map::new();
        state.insert("Type".to_owned(), kind.into());
        match kind {
            "Choice" => self.choice(&mut state),
            "Wait" => self.wait(&mut state),
            "Fail" => self.fail(&mut state),
            "Pass" => self.pass(&mut state),
            "Succeed" => {}
            _ => self.work(&mut state, kind),
        }
        if kind != "Fail" {
            self.selections(&mut state);
        }
        if !matches!(kind, "Succeed" | "Fail") {
            if self.random.percent(15) {
                state.insert("Assign".to_owned(), self.variables());
            }
            if kind != "Choice" {
                state.insert("Next".to_owned(), "B".into());
            }
        }
        state
    }

    fn selections(&mut self, state: &mut Map<String, Value>) {
        for name in ["InputPath", "OutputPath"] {
            if self.random.percent(12) {
                let path = match self.random.below(6) {
                    0 => Value::Null,
                    1 => "$".into(),
                    _ => self.path(ValueType::Object).into(),
                };
                state.insert(name.to_owned(), path);
            }
        }
    }

    fn pass(&mut self, state: &mut Map<String, Value>) {
        match self.random.below(3) {
            0 => {
                let result = self.literal(2);
                state.insert("Result".to_owned(), result);
            }
            1 => {
                let template = self.template(2);
                state.insert("Parameters".to_owned(), template);
            }
            _ => {}
        }
        self.result_path(state);
    }

    fn result_path(&mut self, state: &mut Map<String, Value>) {
        if self.random.percent(45) {
            let path = match self.random.below(10) {
                0 => Value::Null,
                1 => "$".into(),
                2..5 => format!("$.{}.{}", self.random.pick(NAMES), self.random.pick(NAMES)).into(),
                5 => "$['x y']".into(),
                6 => "$.list[0]".into(),
                _ => format!("$.{}", self.random.pick(NAMES)).into(),
            };
            state.insert("ResultPath".to_owned(), path);
        }
    }

    fn wait(&mut self, state: &mut Map<String, Value>) {
        let (name, value) = match self.random.below(4) {
            0 => ("Seconds", json!(5)),
            1 => ("SecondsPath", self.reference(ValueType::Integer)),
            2 => ("TimestampPath", self.reference(ValueType::String)),
            _ => ("Timestamp", json!("2030-01-01T00:00:00Z")),
        };
        state.insert(name.to_owned(), value);
    }

    fn fail(&mut self, state: &mut Map<String, Value>) {
        for name in ["Error", "Cause"] {
            match self.random.below(4) {
                0 => {
                    let text = self.random.pick(TEXTS);
                    state.insert(name.to_owned(), text.into());
                }
                1 => {
                    let path = self.reference(ValueType::String);
                    state.insert(format!("{name}Path"), path);
                }
                2 => {
                    let call = self.call(2);
                    state.insert(format!("{name}Path"), call.into());
                }
                _ => {}
            }
        }
    }

    fn work(&mut self, state: &mut Map<String, Value>, kind: &str) {
        let inner = json!({ "StartAt": "I", "States": { "I": { "Type": "Pass", "Parameters": { "k.$": "$.k" }, "End": true } } });
        match kind {
            "Task" => {
                let resource = "arn:aws:lambda:us-east-1:123456789012:function:f";
                state.insert("Resource".to_owned(), resource.into());
                for name in ["TimeoutSecondsPath", "HeartbeatSecondsPath"] {
                    if self.random.percent(8) {
                        let path = self.reference(ValueType::Integer);
                        state.insert(name.to_owned(), path);
                    }
                }
                if self.random.percent(10) {
                    let path = self.path(ValueType::String);
                    state.insert("Credentials".to_owned(), json!({ "RoleArn.$": path }));
                }
            }
            "Parallel" => {
                state.insert("Branches".to_owned(), json!([inner]));
            }
            _ => self.map(state, inner),
        }
        if kind != "Map" && self.random.percent(60) {
            let template = self.template(2);
            state.insert("Parameters".to_owned(), template);
        }
        if self.random.percent(30) {
            let selector = self.template(2);
            state.insert("ResultSelector".to_owned(), selector);
        }
        self.result_path(state);
        if self.random.percent(25) {
            let catchers: Vec<Value> = (0..1 + self.random.below(2)).map(|_| self.catcher()).collect();
            state.insert("Catch".to_owned(), catchers.into());
        }
        if self.random.percent(15) {
            let names = self.errors();
            state.insert("Retry".to_owned(), json!([{ "ErrorEquals": names, "MaxAttempts": 2 }]));
        }
    }

    fn map(&mut self, state: &mut Map<String, Value>, inner: Value) {
        state.insert("ItemProcessor".to_owned(), inner);
        if self.random.percent(15) {
            state["ItemProcessor"]["ProcessorConfig"] =
                json!({ "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" });
            let template = self.template(1);
            state.insert(
                "ItemReader".to_owned(),
                json!({ "Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": template }),
            );
            if self.random.percent(50) {
                let path = self.reference(ValueType::Integer);
                state["ItemReader"]["ReaderConfig"] = json!({ "MaxItemsPath": path });
            }
            if self.random.percent(50) {
                let (path, input) = (self.reference(ValueType::Integer), self.template(1));
                let name = self.random.pick(&["MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath"]);
                state.insert("ItemBatcher".to_owned(), json!({ name: path, "BatchInput": input }));
            }
            if self.random.percent(30) {
                let template = self.template(1);
                let resource = "arn:aws:states:::s3:putObject";
                state.insert(
                    "ResultWriter".to_owned(),
                    json!({ "Resource": resource, "Parameters": template }),
                );
            }
            for name in ["ToleratedFailurePercentagePath", "ToleratedFailureCountPath"] {
                if self.random.percent(15) {
                    let path = self.reference(ValueType::Integer);
                    state.insert(name.to_owned(), path);
                }
            }
        } else if self.random.percent(80) {
            let path = self.reference(ValueType::Array);
            state.insert("ItemsPath".to_owned(), path);
        }
        if self.random.percent(50) {
            let mut selector = self.template(1);
            for (key, path) in [("i.$", "$$.Map.Item.Index"), ("v.$", "$$.Map.Item.Value")] {
                if self.random.percent(40) {
                    selector[key] = path.into();
                }
            }
            let name = if self.random.percent(80) { "ItemSelector" } else { "Parameters" };
            state.insert(name.to_owned(), selector);
        }
        if self.random.percent(20) {
            let path = self.reference(ValueType::Integer);
            state.insert("MaxConcurrencyPath".to_owned(), path);
        }
    }

    fn catcher(&mut self) -> Value {
        let mut catcher = json!({ "ErrorEquals": self.errors(), "Next": "C" });
        match self.random.below(5) {
            0 => catcher["ResultPath"] = Value::Null,
            1 | 2 => catcher["ResultPath"] = format!("$.{}", self.random.pick(NAMES)).into(),
            3 => catcher["ResultPath"] = "$.a.error".into(),
            _ => {}
        }
        if self.random.percent(20) {
            catcher["Assign"] = json!({ "w.$": "$.Cause", "e": 1 });
        }
        catcher
    }

    fn errors(&mut self) -> Value {
        let names = [
            "Boom",
            "Boom",
            "Other",
            "States.Timeout",
            "States.TaskFailed",
            "States.ALL",
            "States.ParameterPathFailure",
            "States.IntrinsicFailure",
            "States.QueryEvaluationError",
            "States.ReferencePathConflict",
        ];
        match self.random.pick(&names) {
            name if self.random.percent(20) && name != "States.ALL" => json!([name, "More"]),
            name => json!([name]),
        }
    }

    fn variables(&mut self) -> Value {
        let mut variables = Map::new();
        for name in ["w", "z"] {
            match self.random.below(3) {
                0 => {
                    let literal = self.literal(1);
                    variables.insert(name.to_owned(), literal);
                }
                1 => {
                    let path = self.dynamic();
                    variables.insert(format!("{name}.$"), path.into());
                }
                _ => {}
            }
        }
        variables.into()
    }
}
