//! Building and writing an index.

pub use crate::index::{NewIndex, NewService, write_index};
use crate::model::{ActionData, Bounds, MemberData, Model, ShapeData, Support, Text};

/// A model that is being built. Shapes are numbered in the order in which they are added, and may refer to shapes that
/// are added later.
#[derive(Debug, Default)]
pub struct Builder {
    model: Model,
}

/// The number of a shape.
pub type ShapeId = u32;

/// A member to add.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// The name that Step Functions uses.
    pub name: String,
    /// The name in the API.
    pub api_name: String,
    /// The shape of the value.
    pub shape: ShapeId,
    /// Whether a call has to pass it.
    pub is_required: bool,
    /// Whether it makes a repeated call harmless.
    pub is_token: bool,
    /// Whether it is deprecated.
    pub is_deprecated: bool,
}

/// A shape to add.
#[derive(Debug, Clone)]
pub enum NewShape {
    /// An object with known fields; a union requires exactly one of them.
    Structure(Vec<NewMember>, bool),
    /// An array of elements.
    List(ShapeId, Bounds),
    /// An object whose keys are data.
    Map(ShapeId, Bounds),
    /// A string with its pattern.
    String(Option<String>, Bounds),
    /// A string with a fixed set of values.
    Enum(Vec<String>),
    /// Bytes.
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

/// An action to add.
#[derive(Debug, Clone)]
pub struct NewAction {
    /// The name in a `Resource`.
    pub name: String,
    /// The structure of its parameters.
    pub input: ShapeId,
    /// The structure of its response.
    pub output: ShapeId,
    /// The structure of the result of the job that it starts, if it differs.
    pub job_output: Option<ShapeId>,
    /// The names of its errors, with prefixes.
    pub errors: Vec<String>,
    /// Whether Step Functions supports it.
    pub support: Support,
    /// Whether it is deprecated.
    pub is_deprecated: bool,
}

impl Builder {
    /// Adds a shape, and returns its number.
    pub fn shape(&mut self, shape: NewShape) -> ShapeId {
        let data = match shape {
            NewShape::Structure(members, is_union) => {
                let start = self.model.members.len() as u32;
                for member in members {
                    let member = self.member(member);
                    self.model.members.push(member);
                }
                ShapeData::Structure { members: start..self.model.members.len() as u32, is_union }
            }
            NewShape::List(element, length) => ShapeData::List { element, length },
            NewShape::Map(value, length) => ShapeData::Map { value, length },
            NewShape::String(pattern, length) => ShapeData::String {
                values: 0..0,
                pattern: pattern.map(|pattern| self.text(&pattern)),
                length,
            },
            NewShape::Enum(values) => {
                let start = self.model.values.len() as u32;
                for value in values {
                    let value = self.text(&value);
                    self.model.values.push(value);
                }
                let values = start..self.model.values.len() as u32;
                ShapeData::String { values, pattern: None, length: Bounds::default() }
            }
            NewShape::Blob(length) => ShapeData::Blob { length },
            NewShape::Boolean => ShapeData::Boolean,
            NewShape::Integer(range) => ShapeData::Integer { range },
            NewShape::Float(range) => ShapeData::Float { range },
            NewShape::Timestamp => ShapeData::Timestamp,
            NewShape::Document => ShapeData::Document,
        };
        self.model.shapes.push(data);
        self.model.shapes.len() as u32 - 1
    }

    /// Adds an action. Actions have to be added in the order of their names.
    pub fn action(&mut self, action: NewAction) {
        let start = self.model.raised.len() as u32;
        for error in &action.errors {
            let known = self.model.errors.iter().position(|&known| self.model.text(known) == error);
            let at = known.unwrap_or_else(|| {
                let error = self.text(error);
                self.model.errors.push(error);
                self.model.errors.len() - 1
            });
            self.model.raised.push(at as u32);
        }
        let data = ActionData {
            name: self.text(&action.name),
            input: action.input,
            output: action.output,
            job_output: action.job_output,
            raised: start..self.model.raised.len() as u32,
            support: action.support,
            is_deprecated: action.is_deprecated,
        };
        self.model.actions.push(data);
    }

    /// Returns the model.
    pub fn finish(self) -> Model {
        self.model
    }

    fn member(&mut self, member: NewMember) -> MemberData {
        let api_name = (!differs_in_first_letter_only(&member.name, &member.api_name))
            .then(|| self.text(&member.api_name));
        MemberData {
            name: self.text(&member.name),
            api_name,
            shape: member.shape,
            is_required: member.is_required,
            is_token: member.is_token,
            is_deprecated: member.is_deprecated,
        }
    }

    fn text(&mut self, text: &str) -> Text {
        let start = self.model.text.len() as u32;
        self.model.text += text;
        Text { start, end: self.model.text.len() as u32 }
    }
}

fn differs_in_first_letter_only(name: &str, api_name: &str) -> bool {
    crate::names::optimized_member(api_name) == name
}
