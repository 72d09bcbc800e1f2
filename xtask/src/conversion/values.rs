//! Random payload templates, values, paths and intrinsic functions.

use asl_core::catalog::intrinsics::{INTRINSICS, Parameter, Range, ValueType};
use serde_json::{Map, Value, json};

use super::generate::Maker;

pub(super) const NAMES: &[&str] = &["a", "b", "c", "d", "list"];
const ODD_NAMES: &[&str] =
    &["x y", "it's", "and", "in", "true", "a.b", "1", "größe", "q\"t", "a-b", "$k", "", "function", "A%}"];

/// Strings that have a special meaning in some language.
pub(super) const TEXTS: &[&str] = &[
    "x",
    "y",
    "5",
    "-1.50",
    "",
    "it's",
    "say \"hi\"",
    "a\nb",
    "\\",
    "$.a",
    "States.UUID()",
    "é😀",
    "a {% x %}",
    "{% 1 %}",
    "%}",
    "{%",
    "{% ",
    "null",
    "true",
    "a,b;c",
    "{\"a\":[1]}",
    "[]",
    "*",
    "<b>",
    "# no comment",
    "a: b",
    "- a",
    "${x",
    "1e3",
];

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "2",
    "-1",
    "3",
    "10",
    "0.5",
    "1.25",
    "-2.75",
    "100000",
    "2147483647",
    "9007199254740991",
    "123456789012.5",
    "0.1",
];

const BIG_NUMBERS: &[&str] =
    &["9007199254740993", "18446744073709551615", "1.0", "123456789012345678.5", "-9007199254740994"];

impl Maker<'_> {
    /// Generates a payload template.
    pub(super) fn template(&mut self, depth: usize) -> Value {
        let mut template = Map::new();
        for _ in 0..self.random.below(4) {
            let key = self.name();
            if self.random.percent(55) {
                let value = self.dynamic();
                template.insert(format!("{key}.$"), value.into());
                if !self.random.percent(3) {
                    continue;
                }
            }
            let value = match self.random.below(4) {
                0 if depth > 0 => self.template(depth - 1),
                1 if depth > 0 => json!([self.template(depth - 1), self.literal(0)]),
                _ => self.literal(1),
            };
            template.insert(key.to_owned(), value);
        }
        // AWS rejects duplicate names; a few of these are enough.
        let names: Vec<String> =
            template.keys().filter_map(|key| Some(key.strip_suffix(".$")?.to_owned())).collect();
        for name in names {
            if template.contains_key(&name) && self.random.percent(80) {
                template.remove(&name);
            }
        }
        template.into()
    }

    pub(super) fn name(&mut self) -> &'static str {
        if self.random.percent(10) { self.random.pick(ODD_NAMES) } else { self.random.pick(NAMES) }
    }

    /// Generates a value without expressions.
    pub(super) fn literal(&mut self, depth: usize) -> Value {
        match self.random.below(9) {
            0 => Value::Null,
            1 => json!(self.random.percent(50)),
            2 | 3 => self.number(),
            4 if depth > 0 => (0..self.random.below(3)).map(|_| self.literal(depth - 1)).collect(),
            5 | 6 if depth > 0 => {
                let mut object = Map::new();
                for _ in 0..self.random.below(3) {
                    let (name, value) = (self.name(), self.literal(depth - 1));
                    object.insert(name.to_owned(), value);
                }
                object.into()
            }
            _ => self.random.pick(TEXTS).into(),
        }
    }

    fn number(&mut self) -> Value {
        let from = if self.random.percent(6) { BIG_NUMBERS } else { NUMBERS };
        serde_json::from_str(self.random.pick(from)).expect("these are numbers")
    }

    /// Generates a path or an intrinsic function.
    pub(super) fn dynamic(&mut self) -> String {
        if self.random.percent(35) { self.call(2) } else { self.path(ValueType::Any) }
    }

    pub(super) fn reference(&mut self, wanted: ValueType) -> Value {
        self.path(wanted).into()
    }

    pub(super) fn path(&mut self, wanted: ValueType) -> String {
        if !self.paths.is_empty() && self.random.percent(30) {
            let at = self.random.below(self.paths.len());
            return self.paths[at].0.clone();
        }
        let mut path = match self.random.below(20) {
            0 | 1 => "$$.Execution.Input".to_owned(),
            2 => {
                let known =
                    ["$$.State.Name", "$$.Execution.Id", "$$.State.RetryCount", "$$", "$$.Task.Token"];
                return self.random.pick(&known).to_owned();
            }
            3 | 4 => "$v".to_owned(),
            5 => "$w".to_owned(),
            _ => "$".to_owned(),
        };
        let count = self.random.pick(&[0, 1, 1, 1, 1, 2, 2, 2, 3]);
        for _ in 0..count {
            match self.random.below(60) {
                0..9 => path.push_str(&format!("[{}]", self.random.pick(&[0, 0, 0, 1, 2]))),
                9 => path.push_str(self.random.pick(&["[*]", "[-1]", "..a", "[0:1]", "[?(@.a == 1)]"])),
                _ => {
                    let name = self.name();
                    let is_plain = name.chars().all(|c| c.is_ascii_alphabetic()) && !name.is_empty();
                    match is_plain && self.random.percent(85) {
                        true => path.push_str(&format!(".{name}")),
                        false => path.push_str(&format!("['{}']", name.replace('\'', "\\'"))),
                    }
                }
            }
        }
        self.paths.push((path.clone(), wanted));
        path
    }

    pub(super) fn call(&mut self, depth: usize) -> String {
        let info = INTRINSICS[self.random.below(INTRINSICS.len())];
        let count = match info.max {
            Some(max) => info.min + self.random.below(max - info.min + 1),
            None => info.min + self.random.below(3),
        };
        if info.name == "States.Format" {
            let values: Vec<String> = (0..count).map(|_| self.argument(ValueType::String, depth)).collect();
            let texts = ["", "-", " it\\'s ", "\\{\\}", "%"];
            let template: String =
                values.iter().map(|_| format!("{}{{}}", self.random.pick(&texts))).collect();
            let arguments: String = values.iter().map(|value| format!(", {value}")).collect();
            return format!("States.Format('{template}'{arguments})");
        }
        let arguments: Vec<String> = (0..count)
            .filter_map(|at| info.parameter(at))
            .map(|parameter| self.argument_for(parameter, depth))
            .collect();
        format!("{}({})", info.name, arguments.join(", "))
    }

    fn argument_for(&mut self, parameter: &Parameter, depth: usize) -> String {
        match parameter.range {
            Range::OneOf(words) => format!("'{}'", self.random.pick(words)),
            Range::False => "false".to_owned(),
            _ if parameter.name == "delimiters" && self.random.percent(85) => {
                self.random.pick(&["','", "',;'", "'a'", "']\\\\-'", "'.'"]).to_owned()
            }
            _ => self.argument(parameter.value, depth),
        }
    }

    fn argument(&mut self, wanted: ValueType, depth: usize) -> String {
        if depth > 0 && self.random.percent(25) {
            return self.call(depth - 1);
        }
        if self.random.percent(35) {
            match wanted {
                ValueType::Integer => return self.random.pick(&["0", "1", "2", "-1", "3", "1.5"]).to_owned(),
                ValueType::String => {
                    return self.random.pick(&["'x'", "'a,b'", "'it\\'s'", "''", "'[1]'"]).to_owned();
                }
                ValueType::Any => return self.random.pick(&["'x'", "1", "null", "true", "2.5"]).to_owned(),
                _ => {}
            }
        }
        self.path(wanted)
    }
}
