//! Evaluates JSONPaths of names and indices.

use asl_core::expr::path::{self, Path, RootKind, StepKind};
use serde_json::{Map, Value};

/// Why a JSONPath state does not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// A path selects nothing.
    Missing,
    /// A function or a field does not accept a value.
    Refused,
    /// A path has an index for a value that is not an array, or a name for one that is not an object. `docs/conversion.md`
    /// excludes such inputs, for which converted states may succeed.
    Misfit,
    /// The behaviour of AWS is unknown, as `docs/conversion.md` says.
    Unknown,
}

/// The values of the roots of paths.
#[derive(Clone, Copy)]
pub(super) struct Scope<'v> {
    pub(super) dollar: &'v Value,
    pub(super) context: &'v Value,
    pub(super) variables: &'v Map<String, Value>,
}

impl<'v> Scope<'v> {
    pub(super) fn with(self, dollar: &'v Value) -> Scope<'v> {
        Scope { dollar, ..self }
    }

    pub(super) fn text(&self, text: &str) -> Result<Value, Failure> {
        self.path(&path::parse(text)).cloned()
    }

    pub(super) fn path(&self, path: &Path) -> Result<&'v Value, Failure> {
        let root = match &path.root.kind {
            RootKind::Input => self.dollar,
            RootKind::Context => self.context,
            RootKind::Variable(name) => self.variables.get(&name.value).ok_or(Failure::Missing)?,
            RootKind::Current | RootKind::Missing => return Err(Failure::Unknown),
        };
        path.steps.iter().try_fold(root, |value, step| match (&step.kind, value) {
            (StepKind::Child(name), Value::Object(object)) => object.get(&name.value).ok_or(Failure::Missing),
            (StepKind::Child(_), Value::Array(_)) => Err(Failure::Misfit),
            (StepKind::Child(_), _) => Err(Failure::Missing),
            (StepKind::Index(index @ 0..), Value::Array(items)) => {
                items.get(*index as usize).ok_or(Failure::Missing)
            }
            (StepKind::Index(0..), _) => Err(Failure::Misfit),
            _ => Err(Failure::Unknown),
        })
    }
}

/// Inserts a result into the input at a `ResultPath`.
pub(super) fn put(input: &Value, target: Option<&Value>, result: Value) -> Result<Value, Failure> {
    let target = match target {
        None => return Ok(result),
        Some(Value::Null) => return Ok(input.clone()),
        Some(target) => target.as_str().ok_or(Failure::Refused)?,
    };
    let mut output = input.clone();
    let mut place = &mut output;
    for step in &path::parse(target).steps {
        let StepKind::Child(name) = &step.kind else { return Err(Failure::Unknown) };
        let Value::Object(object) = place else { return Err(Failure::Misfit) };
        place = object.entry(name.value.clone()).or_insert_with(|| Value::Object(Map::new()));
    }
    *place = result;
    Ok(output)
}
