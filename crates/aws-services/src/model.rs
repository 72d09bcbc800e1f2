//! The actions of a service, and the shapes of what they take and return: flat tables and cheap views into them.

use std::ops::Range;

/// What Step Functions can call in a service.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    /// All names, one after the other.
    pub(crate) text: String,
    pub(crate) actions: Vec<ActionData>,
    pub(crate) shapes: Vec<ShapeData>,
    pub(crate) members: Vec<MemberData>,
    /// The values of strings with a fixed set of values.
    pub(crate) values: Vec<Text>,
    pub(crate) errors: Vec<Text>,
    /// The errors of the actions, as indices into `errors`.
    pub(crate) raised: Vec<u32>,
}

/// A part of the text of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Text {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ActionData {
    pub(crate) name: Text,
    pub(crate) input: u32,
    pub(crate) output: u32,
    /// The result of a Task that waits for the job (`.sync`), if it differs from `output`.
    pub(crate) job_output: Option<u32>,
    pub(crate) raised: Range<u32>,
    pub(crate) support: Support,
    pub(crate) is_deprecated: bool,
}

/// Whether Step Functions supports an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Support {
    /// It does, as far as is known.
    #[default]
    Supported,
    /// AWS documents that it does not.
    Unsupported,
    /// It probably does not, because the action returns a stream of events.
    Stream,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ShapeData {
    Structure { members: Range<u32>, is_union: bool },
    List { element: u32, length: Bounds },
    Map { value: u32, length: Bounds },
    String { values: Range<u32>, pattern: Option<Text>, length: Bounds },
    Blob { length: Bounds },
    Boolean,
    Integer { range: Bounds },
    Float { range: Bounds },
    Timestamp,
    Document,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MemberData {
    pub(crate) name: Text,
    /// The name in the API, if it is not the name with any first letter.
    pub(crate) api_name: Option<Text>,
    pub(crate) shape: u32,
    pub(crate) is_required: bool,
    pub(crate) is_token: bool,
    pub(crate) is_deprecated: bool,
}

/// The least and the greatest value, length or number of entries, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bounds {
    /// The least, if there is one.
    pub min: Option<f64>,
    /// The greatest, if there is one.
    pub max: Option<f64>,
}

impl Bounds {
    /// Returns whether a number is within the bounds.
    pub fn contains(self, number: f64) -> bool {
        self.min.is_none_or(|min| min <= number) && self.max.is_none_or(|max| number <= max)
    }
}

impl Model {
    /// Returns the actions, sorted by name.
    pub fn actions(&self) -> impl Iterator<Item = Action<'_>> {
        self.actions.iter().map(|data| Action { model: self, data })
    }

    /// Returns an action by its name in a `Resource`: `describeDBInstances`.
    pub fn action(&self, name: &str) -> Option<Action<'_>> {
        let at = self.actions.binary_search_by(|action| self.text(action.name).cmp(name)).ok()?;
        Some(Action { model: self, data: &self.actions[at] })
    }

    pub(crate) fn text(&self, text: Text) -> &str {
        &self.text[text.start as usize..text.end as usize]
    }

    fn shape(&self, at: u32) -> Shape<'_> {
        match &self.shapes[at as usize] {
            ShapeData::Structure { .. } => Shape::Structure(Structure { model: self, at }),
            ShapeData::List { element, length } => {
                Shape::List(List { model: self, element: *element, length: *length })
            }
            ShapeData::Map { value, length } => {
                Shape::Map(List { model: self, element: *value, length: *length })
            }
            ShapeData::String { values, pattern, length } => Shape::String(StringShape {
                model: self,
                values: &self.values[values.start as usize..values.end as usize],
                pattern: pattern.map(|pattern| self.text(pattern)),
                length: *length,
            }),
            ShapeData::Blob { length } => Shape::Blob(*length),
            ShapeData::Boolean => Shape::Boolean,
            ShapeData::Integer { range } => Shape::Integer(*range),
            ShapeData::Float { range } => Shape::Float(*range),
            ShapeData::Timestamp => Shape::Timestamp,
            ShapeData::Document => Shape::Document,
        }
    }
}

/// An action of a service.
#[derive(Debug, Clone, Copy)]
pub struct Action<'m> {
    model: &'m Model,
    data: &'m ActionData,
}

impl<'m> Action<'m> {
    /// Returns the name, as in a `Resource`: `describeDBInstances`.
    pub fn name(self) -> &'m str {
        self.model.text(self.data.name)
    }

    /// Returns the parameters.
    pub fn input(self) -> Structure<'m> {
        Structure { model: self.model, at: self.data.input }
    }

    /// Returns the shape of the response: a structure, or [`Shape::Document`] if it is unknown.
    pub fn output(self) -> Shape<'m> {
        self.model.shape(self.data.output)
    }

    /// Returns the shape of the result of a Task that waits for the job that the action starts (`.sync`).
    pub fn job_output(self) -> Shape<'m> {
        self.model.shape(self.data.job_output.unwrap_or(self.data.output))
    }

    /// Returns the names of the errors that the API lists for the action, with the prefix of the service:
    /// `DynamoDb.ResourceNotFoundException`.
    pub fn errors(self) -> impl Iterator<Item = &'m str> {
        let Range { start, end } = self.data.raised;
        let raised = &self.model.raised[start as usize..end as usize];
        raised.iter().map(|&at| self.model.text(self.model.errors[at as usize]))
    }

    /// Returns whether Step Functions supports the action.
    pub fn support(self) -> Support {
        self.data.support
    }

    /// Returns whether the API marks the action as deprecated. Most of such actions work.
    pub fn is_deprecated(self) -> bool {
        self.data.is_deprecated
    }

    /// Returns the position of the action in [`Model::actions`].
    pub(crate) fn position(self) -> usize {
        let name = self.name();
        self.model.actions.partition_point(|action| self.model.text(action.name) < name)
    }
}

/// The shape of a value.
#[derive(Debug, Clone, Copy)]
pub enum Shape<'m> {
    /// An object with known fields.
    Structure(Structure<'m>),
    /// An array.
    List(List<'m>),
    /// An object whose keys are data. Its elements are the values.
    Map(List<'m>),
    /// A string.
    String(StringShape<'m>),
    /// Bytes. Step Functions takes any JSON.
    Blob(Bounds),
    /// A boolean.
    Boolean,
    /// An integer.
    Integer(Bounds),
    /// A number.
    Float(Bounds),
    /// A point in time.
    Timestamp,
    /// Any JSON.
    Document,
}

/// An object with known fields.
#[derive(Debug, Clone, Copy)]
pub struct Structure<'m> {
    model: &'m Model,
    at: u32,
}

impl PartialEq for Structure<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.model, other.model) && self.at == other.at
    }
}

impl<'m> Structure<'m> {
    fn range(self) -> Range<usize> {
        match &self.model.shapes[self.at as usize] {
            ShapeData::Structure { members, .. } => members.start as usize..members.end as usize,
            _ => 0..0,
        }
    }

    /// Returns the members, sorted by name.
    pub fn members(self) -> impl Iterator<Item = Member<'m>> {
        self.range().map(move |at| Member { model: self.model, at })
    }

    /// Returns the member with a name.
    pub fn member(self, name: &str) -> Option<Member<'m>> {
        let Range { start, end } = self.range();
        let members = &self.model.members[start..end];
        let at = members.binary_search_by(|member| self.model.text(member.name).cmp(name)).ok()?;
        Some(Member { model: self.model, at: start + at })
    }

    /// Returns the members that a call has to pass.
    pub fn mandatory(self) -> impl Iterator<Item = Member<'m>> {
        self.members().filter(|member| member.is_mandatory())
    }

    /// Returns whether exactly one of the members has to be given.
    pub fn is_union(self) -> bool {
        matches!(self.model.shapes[self.at as usize], ShapeData::Structure { is_union: true, .. })
    }
}

/// A member of a structure: a parameter, or a field of a result.
#[derive(Debug, Clone, Copy)]
pub struct Member<'m> {
    model: &'m Model,
    at: usize,
}

impl<'m> Member<'m> {
    fn data(self) -> &'m MemberData {
        &self.model.members[self.at]
    }

    /// Returns the name that Step Functions uses: `DbInstanceIdentifier`.
    pub fn name(self) -> &'m str {
        self.model.text(self.data().name)
    }

    /// Returns the name in the API, except for the case of its first letter: `DBInstanceIdentifier`.
    pub fn api_name(self) -> &'m str {
        self.data().api_name.map_or(self.name(), |name| self.model.text(name))
    }

    /// Returns the shape of the value.
    pub fn shape(self) -> Shape<'m> {
        self.model.shape(self.data().shape)
    }

    /// Returns whether the API requires the member.
    pub fn is_required(self) -> bool {
        self.data().is_required
    }

    /// Returns whether the member makes a repeated call harmless. Step Functions passes one if the call has none.
    pub fn is_token(self) -> bool {
        self.data().is_token
    }

    /// Returns whether a call has to pass the member: the API requires it, and Step Functions does not fill it in.
    pub fn is_mandatory(self) -> bool {
        self.is_required() && !self.is_token()
    }

    /// Returns whether the API marks the member as deprecated.
    pub fn is_deprecated(self) -> bool {
        self.data().is_deprecated
    }

    /// Returns the position of the member in the tables of the model.
    pub(crate) fn position(self) -> usize {
        self.at
    }
}

/// An array, or the values of a map.
#[derive(Debug, Clone, Copy)]
pub struct List<'m> {
    model: &'m Model,
    element: u32,
    /// How many elements there may be.
    pub length: Bounds,
}

impl<'m> List<'m> {
    /// Returns the shape of the elements.
    pub fn element(self) -> Shape<'m> {
        self.model.shape(self.element)
    }
}

/// A string.
#[derive(Debug, Clone, Copy)]
pub struct StringShape<'m> {
    model: &'m Model,
    values: &'m [Text],
    pattern: Option<&'m str>,
    /// How many characters the string may have.
    pub length: Bounds,
}

impl<'m> StringShape<'m> {
    /// Returns the values of a string with a fixed set of values; none for other strings.
    pub fn values(self) -> impl ExactSizeIterator<Item = &'m str> {
        self.values.iter().map(|&value| self.model.text(value))
    }

    /// Returns the regular expression that the string matches, if the API gives a short one. See
    /// [`StringPattern`](crate::StringPattern).
    pub fn pattern(self) -> Option<&'m str> {
        self.pattern
    }
}
