//! Function signatures as text, for hovers and signature help.

use std::ops::Range;

use asl_core::catalog::functions;
use asl_core::catalog::intrinsics::{self, IntrinsicInfo, ValueType};
use jsonata_syntax::Function;

/// The signature of a function, such as `$round(number: number, precision?: number) -> number`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The whole signature as text.
    pub label: String,
    /// The byte ranges of the parameters in the label.
    pub parameters: Vec<Range<usize>>,
    /// What the function does, as Markdown.
    pub docs: &'static str,
    /// Whether the last parameter accepts any number of arguments.
    pub repeats: bool,
}

impl Signature {
    /// Returns the signature of an intrinsic function by its full name, such as `States.Format`.
    pub(crate) fn intrinsic(name: &str) -> Option<Signature> {
        intrinsics::find(name).map(of_intrinsic)
    }

    /// Returns the signature of a JSONata function by its name without `$`.
    pub(crate) fn jsonata(name: &str) -> Option<Signature> {
        functions::function(name).map(of_function)
    }

    fn new(
        name: String,
        parameters: Vec<String>,
        result: &str,
        repeats: bool,
        docs: &'static str,
    ) -> Signature {
        let mut label = name;
        label.push('(');
        let mut ranges = Vec::new();
        for (i, parameter) in parameters.iter().enumerate() {
            if i > 0 {
                label.push_str(", ");
            }
            let start = label.len();
            label.push_str(parameter);
            ranges.push(start..label.len());
        }
        label.push_str(") -> ");
        label.push_str(result);
        Signature { label, parameters: ranges, docs, repeats }
    }
}

fn of_intrinsic(info: &'static IntrinsicInfo) -> Signature {
    let repeats = info.max.is_none();
    let last = info.parameters.len().saturating_sub(1);
    let parameter = |(i, parameter): (usize, &intrinsics::Parameter)| {
        let mark = if i >= info.min { "?" } else { "" };
        let dots = if repeats && i == last { "..." } else { "" };
        format!("{dots}{}{mark}: {}", parameter.name, word(parameter.value))
    };
    let parameters = info.parameters.iter().enumerate().map(parameter).collect();
    Signature::new(info.name.to_owned(), parameters, word(info.result), repeats, info.docs)
}

fn of_function(function: &'static Function) -> Signature {
    let types = function.parameters();
    let parameter = |(i, name): (usize, &&str)| {
        let Some(known) = types.get(i).or(types.last()) else { return (*name).to_owned() };
        let dots = if known.repeats { "..." } else { "" };
        let mark = if known.is_optional { "?" } else { "" };
        format!("{dots}{name}{mark}: {}", known.types())
    };
    let parameters = function.params.iter().enumerate().map(parameter).collect();
    let repeats = types.last().is_some_and(|last| last.repeats);
    Signature::new(format!("${}", function.name), parameters, &function.result(), repeats, function.docs)
}

fn word(value: ValueType) -> &'static str {
    let noun = value.noun();
    match value {
        ValueType::Any => "any",
        _ => noun.split_once(' ').map_or(noun, |(_, word)| word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_say_what_is_needed() {
        let label = |signature: Option<Signature>| signature.unwrap().label;
        assert_eq!(
            label(Signature::intrinsic("States.ArrayPartition")),
            "States.ArrayPartition(array: array, size: integer) -> array"
        );
        assert_eq!(label(Signature::intrinsic("States.Array")), "States.Array(...value?: any) -> array");
        assert_eq!(label(Signature::intrinsic("States.UUID")), "States.UUID() -> string");
        assert_eq!(
            label(Signature::jsonata("substring")),
            "$substring(str?: string, start: number, length?: number) -> string"
        );
        assert_eq!(label(Signature::jsonata("uuid")), "$uuid() -> string");
        assert_eq!(
            label(Signature::jsonata("replace")),
            "$replace(str?: string, pattern: string | function, replacement: string | function, limit?: number) -> string"
        );
        for function in functions::functions() {
            let signature = Signature::jsonata(function.name).unwrap();
            assert_eq!(signature.parameters.len(), function.params.len(), "{}", signature.label);
        }
    }
}
