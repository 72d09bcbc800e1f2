//! What is known about the data of an execution: which fields can exist. "Unknown" is always a right answer.

mod flow;
mod template;

use std::sync::{Arc, LazyLock};

use aws_services::{Member, Shape};

pub use flow::DataFlow;

/// The number of fields of an object that are kept. An object with more of them is unknown beyond these.
const MAX_FIELDS: usize = 32;

/// The fields that Step Functions may add to any result of a service.
const METADATA: [&str; 2] = ["SdkHttpMetadata", "SdkResponseMetadata"];

/// A value, as far as it is known.
#[derive(Debug, Clone, Default)]
pub enum Data {
    /// Anything.
    #[default]
    Unknown,
    /// A string, a number, a boolean or `null`.
    Scalar,
    /// An object.
    Object(Arc<Fields>),
    /// An array with elements like this.
    List(Arc<Data>),
    /// A part of the result of a service.
    Service(Shape<'static>),
    /// The output of a Lambda function that a Task calls directly, without the object around it that `lambda:invoke`
    /// returns.
    FunctionOutput,
}

/// The fields of an object. Each state may add one to those of its input, so that copies share the names and values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields {
    /// Sorted by name.
    known: Vec<(Arc<str>, Data)>,
    /// Whether the object may have other fields.
    is_open: bool,
}

impl PartialEq for Data {
    fn eq(&self, other: &Data) -> bool {
        match (self, other) {
            (Data::Unknown, Data::Unknown) | (Data::Scalar, Data::Scalar) => true,
            (Data::FunctionOutput, Data::FunctionOutput) => true,
            (Data::Object(a), Data::Object(b)) => Arc::ptr_eq(a, b) || a == b,
            (Data::List(a), Data::List(b)) => a == b,
            (Data::Service(Shape::Structure(a)), Data::Service(Shape::Structure(b))) => a == b,
            (Data::Service(Shape::List(a)), Data::Service(Shape::List(b)))
            | (Data::Service(Shape::Map(a)), Data::Service(Shape::Map(b))) => {
                Data::Service(a.element()) == Data::Service(b.element())
            }
            _ => false,
        }
    }
}

impl Data {
    /// Returns an object with these fields and no others.
    fn object<'n>(fields: impl IntoIterator<Item = (&'n str, Data)>) -> Data {
        let mut object = Fields::default();
        for (name, data) in fields {
            object.insert(name, data);
        }
        Data::Object(Arc::new(object))
    }

    /// Returns the error that a catcher receives.
    fn error() -> Data {
        static ERROR: LazyLock<Data> =
            LazyLock::new(|| Data::object(["Error", "Cause"].map(|name| (name, Data::Scalar))));
        ERROR.clone()
    }

    /// Returns a field; `None` if it cannot exist.
    pub fn field(&self, name: &str) -> Option<Data> {
        match self {
            Data::Unknown | Data::List(_) => Some(Data::Unknown),
            Data::Scalar => None,
            Data::Object(fields) => match fields.get(name) {
                Some(data) => Some(data.clone()),
                None => fields.is_open.then_some(Data::Unknown),
            },
            Data::Service(shape) => match shape {
                Shape::Structure(structure) => match structure.member(name) {
                    Some(member) => Some(Data::Service(member.shape())),
                    None => METADATA.contains(&name).then_some(Data::Unknown),
                },
                Shape::Map(map) => Some(Data::Service(map.element())),
                Shape::List(_) | Shape::Document | Shape::Blob(_) => Some(Data::Unknown),
                _ => None,
            },
            Data::FunctionOutput => (name != "Payload").then_some(Data::Unknown),
        }
    }

    /// Returns the elements of an array; unknown for anything else.
    pub fn element(&self) -> Data {
        match self {
            Data::List(element) => Data::clone(element),
            Data::Service(Shape::List(list)) => Data::Service(list.element()),
            _ => Data::Unknown,
        }
    }

    /// Returns whether the value is an array.
    pub fn is_list(&self) -> bool {
        matches!(self, Data::List(_) | Data::Service(Shape::List(_)))
    }

    /// Returns the value at some nested fields; `None` if it cannot exist.
    pub fn at<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Option<Data> {
        names.into_iter().try_fold(self.clone(), |data, name| data.field(name))
    }

    /// Returns the value at the end of a path such as `.Items[0].id`, in which a name also selects from each element of an
    /// array; `None` if it cannot exist.
    pub fn follow(&self, path: &str) -> Option<Data> {
        path.split('.').skip(1).try_fold(self.clone(), |data, step| {
            let data = if data.is_list() { data.element() } else { data };
            let (name, rest) = step.split_at(step.find('[').unwrap_or(step.len()));
            let found = data.field(name)?;
            Some(rest.matches('[').fold(found, |data, _| if data.is_list() { data.element() } else { data }))
        })
    }

    /// Returns what kind of value it is, for people; empty if that is unknown.
    pub fn kind(&self) -> &'static str {
        match self {
            Data::Object(_) | Data::Service(Shape::Structure(_) | Shape::Map(_)) => "object",
            Data::List(_) | Data::Service(Shape::List(_)) => "array",
            Data::Service(Shape::String(_)) => "string",
            Data::Service(Shape::Boolean) => "boolean",
            Data::Service(Shape::Integer(_) | Shape::Float(_)) => "number",
            Data::Service(Shape::Timestamp) => "time",
            _ => "",
        }
    }

    /// Returns the names of the fields that are known to be possible.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Data::Object(fields) => fields.known.iter().map(|(name, _)| &**name).collect(),
            Data::Service(Shape::Structure(structure)) => structure.members().map(Member::name).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns whether nothing is known, so that the rest of a path is unknown too.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Data::Unknown | Data::Service(Shape::Document | Shape::Blob(_)))
    }

    /// Returns what may be there if either of two values is.
    fn or(self, other: Data) -> Data {
        if self.is_unknown() || other.is_unknown() {
            return Data::Unknown;
        }
        if self == other {
            return self;
        }
        match (self, other) {
            (Data::Scalar, data @ Data::Object(_)) | (data @ Data::Object(_), Data::Scalar) => data,
            (Data::List(a), Data::List(b)) => Data::List(Arc::new(Data::clone(&a).or(Data::clone(&b)))),
            (a, b) => match (a.fields(), b.fields()) {
                (Some(a), Some(b)) => Data::Object(Arc::new(Fields::or(&a, &b))),
                _ => Data::Unknown,
            },
        }
    }

    /// The fields of an object, also of a part of a service's result.
    fn fields(&self) -> Option<Arc<Fields>> {
        match self {
            Data::Object(fields) => Some(Arc::clone(fields)),
            Data::Service(Shape::Structure(structure)) => {
                let mut fields = Fields::default();
                for member in structure.members() {
                    fields.insert(member.name(), Data::Service(member.shape()));
                }
                for name in METADATA.into_iter().filter(|name| structure.member(name).is_none()) {
                    fields.insert(name, Data::Unknown);
                }
                Some(Arc::new(fields))
            }
            _ => None,
        }
    }

    /// Returns the value with another one at some nested fields.
    fn with(&self, names: &[&str], value: Data) -> Data {
        let Some((name, rest)) = names.split_first() else { return value };
        if let Data::Object(fields) = self
            && fields.ignores(name)
        {
            return self.clone();
        }
        let anything = || Arc::new(Fields { known: Vec::new(), is_open: true });
        let mut fields = self.fields().unwrap_or_else(anything);
        let inner = fields.get(name).cloned().unwrap_or_default();
        Arc::make_mut(&mut fields).insert(*name, inner.with(rest, value));
        Data::Object(fields)
    }
}

impl Fields {
    fn find(&self, name: &str) -> Result<usize, usize> {
        self.known.binary_search_by(|(known, _)| (**known).cmp(name))
    }

    fn get(&self, name: &str) -> Option<&Data> {
        self.find(name).ok().map(|at| &self.known[at].1)
    }

    /// Whether inserting a field would change nothing, because there are too many already.
    fn ignores(&self, name: &str) -> bool {
        self.is_open && self.known.len() == MAX_FIELDS && self.find(name).is_err()
    }

    fn insert(&mut self, name: impl Into<Arc<str>> + AsRef<str>, data: Data) {
        match self.find(name.as_ref()) {
            Ok(at) => self.known[at].1 = data,
            Err(at) if self.known.len() < MAX_FIELDS => self.known.insert(at, (name.into(), data)),
            Err(_) => self.is_open = true,
        }
    }

    /// The fields that one of two objects may have.
    fn or(a: &Fields, b: &Fields) -> Fields {
        let mut fields = Fields { known: Vec::new(), is_open: a.is_open || b.is_open };
        for (name, data) in &a.known {
            match b.get(name) {
                Some(other) => fields.insert(name.clone(), data.clone().or(other.clone())),
                // Whatever the other one may have there.
                None if b.is_open => {}
                None => fields.insert(name.clone(), data.clone()),
            }
        }
        for (name, data) in b.known.iter().filter(|(name, _)| a.get(name).is_none() && !a.is_open) {
            fields.insert(name.clone(), data.clone());
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(names: &[&str]) -> Data {
        Data::object(names.iter().map(|name| (*name, Data::Scalar)))
    }

    #[test]
    fn either_value_may_be_there() {
        let (a, b) = (object(&["x", "y"]), object(&["y", "z"]));
        assert_eq!(a.clone().or(b), object(&["x", "y", "z"]));
        let open = Data::Unknown.with(&["z"], Data::Scalar);
        let both = a.clone().or(open);
        assert_eq!(
            (both.field("z"), both.field("x"), both.field("w")),
            (Some(Data::Scalar), Some(Data::Unknown), Some(Data::Unknown))
        );
        assert_eq!(a.clone().or(Data::Unknown), Data::Unknown);
        assert_eq!(a.clone().or(Data::Scalar), a);
    }

    #[test]
    fn fields_that_cannot_exist() {
        let nested = object(&["x"]).with(&["a", "b"], Data::Scalar);
        assert_eq!(nested.at(["a", "b"]), Some(Data::Scalar));
        assert_eq!(nested.at(["a", "c"]), Some(Data::Unknown));
        assert_eq!(nested.at(["c"]), None);
        assert_eq!(nested.at(["x", "c"]), None);
        assert_eq!(Data::FunctionOutput.field("Payload"), None);
    }

    #[test]
    fn paths_are_followed_into_arrays() {
        let items = Data::List(Arc::new(object(&["id"])));
        let data = Data::object([("items", items)]);
        assert_eq!(data.follow(".items[0].id"), Some(Data::Scalar));
        assert_eq!(data.follow(".items.id"), Some(Data::Scalar));
        assert_eq!(data.follow(".items.name"), None);
        assert_eq!(data.follow(""), Some(data.clone()));
        assert_eq!((data.kind(), data.follow(".items").unwrap_or_default().kind()), ("object", "array"));
    }

    #[test]
    fn large_objects_are_open() {
        let names: Vec<String> = (0..100).map(|i| format!("f{i}")).collect();
        let large = Data::object(names.iter().map(|name| (name.as_str(), Data::Scalar)));
        assert_eq!(large.field("g"), Some(Data::Unknown));
    }
}
