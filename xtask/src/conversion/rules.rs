//! Random rules of Choice states.

use asl_core::catalog::intrinsics::ValueType;
use serde_json::{Map, Value, json};

use super::generate::Maker;

impl Maker<'_> {
    pub(super) fn choice(&mut self, state: &mut Map<String, Value>) {
        let rules: Vec<Value> = (0..1 + self.random.below(3))
            .map(|_| {
                let depth = 2 + self.random.below(2);
                let mut rule = self.rule(depth);
                rule["Next"] = "B".into();
                if self.random.percent(8) {
                    let path = self.path(ValueType::Any);
                    rule["Assign"] = json!({ "w.$": path });
                }
                rule
            })
            .collect();
        state.insert("Choices".to_owned(), rules.into());
        if self.random.percent(85) {
            state.insert("Default".to_owned(), "C".into());
        }
    }

    fn rule(&mut self, depth: usize) -> Value {
        if depth > 0 && self.random.percent(45) {
            return match self.random.below(3) {
                0 => json!({ "Not": self.rule(depth - 1) }),
                _ => {
                    let mut parts: Vec<Value> =
                        (0..1 + self.random.below(3)).map(|_| self.rule(depth - 1)).collect();
                    if self.random.percent(50) {
                        let path = parts[0]["Variable"].as_str().map(str::to_owned);
                        let path = path.unwrap_or_else(|| self.path(ValueType::Any));
                        let is_present = self.random.percent(75);
                        let at = if self.random.percent(80) { 0 } else { parts.len() };
                        parts.insert(at, json!({ "Variable": path, "IsPresent": is_present }));
                    }
                    let word = if self.random.percent(65) { "And" } else { "Or" };
                    json!({ word: parts })
                }
            };
        }
        self.test()
    }

    fn test(&mut self) -> Value {
        let texts = ["x", "y", "5", "it's", "", "é😀", "%}"];
        let (name, wanted, operand): (&str, ValueType, Value) = match self.random.below(24) {
            0..5 => ("IsPresent", ValueType::Any, self.random.percent(70).into()),
            5 => ("IsNull", ValueType::Any, self.random.percent(70).into()),
            6 => ("IsNumeric", ValueType::Any, self.random.percent(70).into()),
            7 => ("IsString", ValueType::Any, self.random.percent(70).into()),
            8 => ("IsBoolean", ValueType::Any, self.random.percent(70).into()),
            9..13 => ("StringEquals", ValueType::String, self.random.pick(&texts).into()),
            13 => ("StringLessThan", ValueType::String, self.random.pick(&texts).into()),
            14 => (
                "StringMatches",
                ValueType::String,
                self.random
                    .pick(&[
                        "x*", "*", "*.y", "a\\*", "", "*5*", "x\\\\*y", "[*]", "*(x)*", "^*$", "a.b/*",
                        "x*5*y", "**",
                    ])
                    .into(),
            ),
            15 => ("NumericEquals", ValueType::Number, self.compared_number()),
            16 => ("NumericLessThan", ValueType::Number, self.compared_number()),
            17 => ("NumericGreaterThanEquals", ValueType::Number, self.compared_number()),
            18 => ("BooleanEquals", ValueType::Boolean, self.random.percent(50).into()),
            19 => ("StringEqualsPath", ValueType::String, self.path(ValueType::String).into()),
            20 => ("NumericGreaterThanPath", ValueType::Number, self.path(ValueType::Number).into()),
            21 => ("BooleanEqualsPath", ValueType::Boolean, self.path(ValueType::Boolean).into()),
            22 => ("StringLessThanEqualsPath", ValueType::String, self.path(ValueType::String).into()),
            _ => ("IsTimestamp", ValueType::String, true.into()),
        };
        json!({ "Variable": self.path(wanted), name: operand })
    }

    fn compared_number(&mut self) -> Value {
        let numbers = ["0", "1", "5", "2.5", "-1", "9007199254740993"];
        serde_json::from_str(self.random.pick(&numbers)).expect("these are numbers")
    }
}
