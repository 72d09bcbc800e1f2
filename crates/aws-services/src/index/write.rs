use super::{Kind, action, bounds, member};
use crate::model::{ActionData, Bounds, MemberData, Model, ShapeData, Support, Text};

/// A service to write into an index.
#[derive(Debug, Clone, Default)]
pub struct NewService {
    /// Whether the service is one of optimized integrations.
    pub is_optimized: bool,
    /// The name in a `Resource`.
    pub name: String,
    /// The prefix of the names of its errors.
    pub error_prefix: String,
    /// The name for people.
    pub title: String,
    /// Whether AWS's table of supported services lists it.
    pub is_listed: bool,
    /// The identifier of the API, which is a part of the URLs of its pages.
    pub uid: String,
    /// The prefix of its actions in IAM policies.
    pub iam_prefix: String,
    /// Other names of the service.
    pub aliases: Vec<String>,
    /// Its actions and shapes; `None` for a retired service.
    pub model: Option<Model>,
    /// One line for each action, then one for each member of the model.
    pub summaries: String,
}

/// The files of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIndex {
    /// The directory of services, a line for each.
    pub directory: String,
    /// The models and summaries of the services.
    pub models: Vec<u8>,
}

/// Writes an index. The services are sorted by name, those of each kind on their own.
pub fn write_index(version: &str, services: &[NewService]) -> NewIndex {
    let mut directory = format!("{version}\n");
    let mut models = Vec::new();
    for service in services {
        let model = service.model.as_ref().map(write_model).map_or_else(Vec::new, |blob| deflate(&blob));
        let summaries = match model.is_empty() {
            true => Vec::new(),
            false => deflate(service.summaries.as_bytes()),
        };
        let columns = [
            if service.is_optimized { "optimized" } else { "sdk" },
            &service.name,
            &service.error_prefix,
            &service.title,
            if service.is_listed { "listed" } else { "" },
            &service.uid,
            &service.iam_prefix,
            &service.aliases.join(" "),
            &model.len().to_string(),
            &summaries.len().to_string(),
        ];
        directory += &columns.join("\t");
        directory.push('\n');
        models.extend(model);
        models.extend(summaries);
    }
    NewIndex { directory, models }
}

fn deflate(blob: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(blob, 10)
}

/// Writes the blob of a model, which [`super::model`] reads.
fn write_model(model: &Model) -> Vec<u8> {
    let mut writer = Writer { model, numbers: Vec::new(), text: Vec::new() };
    writer.number(model.errors.len());
    model.errors.iter().for_each(|&name| writer.line(name));
    writer.number(model.shapes.len());
    model.shapes.iter().for_each(|shape| writer.shape(shape));
    writer.number(model.actions.len());
    model.actions.iter().for_each(|action| writer.action(action));
    let size = (writer.numbers.len() as u32).to_le_bytes();
    [&size[..], &writer.numbers, &writer.text].concat()
}

struct Writer<'m> {
    model: &'m Model,
    numbers: Vec<u8>,
    text: Vec<u8>,
}

impl Writer<'_> {
    fn number(&mut self, number: impl TryInto<u64>) {
        let mut rest: u64 = number.try_into().ok().expect("numbers in the index are small");
        while rest >= 0x80 {
            self.numbers.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.numbers.push(rest as u8);
    }

    fn line(&mut self, text: Text) {
        self.text.extend(self.model.text(text).bytes());
        self.text.push(b'\n');
    }

    fn kind(&mut self, kind: Kind) {
        self.number(kind as u8);
    }

    fn shape(&mut self, shape: &ShapeData) {
        match shape {
            ShapeData::Structure { members, is_union } => {
                self.kind(if *is_union { Kind::Union } else { Kind::Structure });
                self.number(members.end - members.start);
                let members = &self.model.members[members.start as usize..members.end as usize];
                members.iter().for_each(|member| self.member(member));
            }
            ShapeData::List { element, length } => self.list(Kind::List, *element, *length),
            ShapeData::Map { value, length } => self.list(Kind::Map, *value, *length),
            ShapeData::String { values, .. } if !values.is_empty() => {
                self.kind(Kind::Enum);
                self.number(values.end - values.start);
                let values = &self.model.values[values.start as usize..values.end as usize];
                values.iter().for_each(|&value| self.line(value));
            }
            ShapeData::String { pattern, length, .. } => {
                self.kind(Kind::String);
                self.bounds(*length, if pattern.is_some() { bounds::PATTERN } else { 0 });
                pattern.iter().for_each(|&pattern| self.line(pattern));
            }
            ShapeData::Blob { length } => {
                self.kind(Kind::Blob);
                self.bounds(*length, 0);
            }
            ShapeData::Boolean => self.kind(Kind::Boolean),
            ShapeData::Integer { range } => {
                self.kind(Kind::Integer);
                self.bounds(*range, 0);
            }
            ShapeData::Float { range } => {
                self.kind(Kind::Float);
                self.bounds(*range, 0);
            }
            ShapeData::Timestamp => self.kind(Kind::Timestamp),
            ShapeData::Document => self.kind(Kind::Document),
        }
    }

    fn list(&mut self, kind: Kind, element: u32, length: Bounds) {
        self.kind(kind);
        self.number(element);
        self.bounds(length, 0);
    }

    fn member(&mut self, data: &MemberData) {
        let flags = [
            (data.is_required, member::REQUIRED),
            (data.is_token, member::TOKEN),
            (data.is_deprecated, member::DEPRECATED),
            (data.api_name.is_some(), member::API_NAME),
        ];
        self.flags(&flags);
        self.number(data.shape);
        self.line(data.name);
        data.api_name.iter().for_each(|&name| self.line(name));
    }

    fn flags(&mut self, flags: &[(bool, u64)]) {
        self.number(flags.iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag).sum::<u64>());
    }

    /// Writes bounds, and the flags of what they belong to.
    fn bounds(&mut self, limits: Bounds, others: u64) {
        let is_small_integer = |number: f64| number.fract() == 0.0 && number.abs() < 1e15;
        let as_text = [limits.min, limits.max].into_iter().flatten().any(|number| !is_small_integer(number));
        let flags = [
            (limits.min.is_some(), bounds::MIN),
            (limits.max.is_some(), bounds::MAX),
            (as_text, bounds::AS_TEXT),
            (true, others),
        ];
        self.flags(&flags);
        for number in [limits.min, limits.max].into_iter().flatten() {
            match as_text {
                true => self.text.extend(format!("{number}\n").bytes()),
                false => self.number((number.abs() as u64) << 1 | u64::from(number < 0.0)),
            }
        }
    }

    fn action(&mut self, data: &ActionData) {
        let flags = [
            (data.is_deprecated, action::DEPRECATED),
            (data.support == Support::Unsupported, action::UNSUPPORTED),
            (data.support == Support::Stream, action::STREAM),
            (data.job_output.is_some(), action::JOB_OUTPUT),
        ];
        self.flags(&flags);
        self.number(data.input);
        self.number(data.output);
        data.job_output.iter().for_each(|&output| self.number(output));
        let raised = &self.model.raised[data.raised.start as usize..data.raised.end as usize];
        self.number(raised.len());
        raised.iter().for_each(|&error| self.number(error));
        self.line(data.name);
    }
}
