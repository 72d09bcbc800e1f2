use std::ops::Range;

use super::{Kind, action, bounds, member};
use crate::model::{ActionData, Bounds, MemberData, Model, ShapeData, Support, Text};

/// Decompresses a blob. The index is a part of the program, so that a fault in it is one of the program.
pub(crate) fn inflate(blob: &[u8]) -> Vec<u8> {
    miniz_oxide::inflate::decompress_to_vec(blob).expect("the index is intact")
}

/// Reads the model of a service from its decompressed blob.
pub(crate) fn model(blob: &[u8]) -> Model {
    let (size, rest) = blob.split_first_chunk::<4>().expect("the index is intact");
    let (numbers, text) = rest.split_at(u32::from_le_bytes(*size) as usize);
    let mut reader = Reader { numbers, text, at: 0 };
    let mut model = Model::default();
    let errors = reader.count();
    model.errors = (0..errors).map(|_| reader.line()).collect();
    let shapes = reader.count();
    for _ in 0..shapes {
        let shape = reader.shape(&mut model);
        model.shapes.push(shape);
    }
    let actions = reader.count();
    for _ in 0..actions {
        let action = reader.action(&mut model);
        model.actions.push(action);
    }
    model.text = String::from_utf8(text.to_vec()).expect("the index is intact");
    model
}

struct Reader<'b> {
    numbers: &'b [u8],
    text: &'b [u8],
    at: usize,
}

impl Reader<'_> {
    fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..).step_by(7) {
            let (&byte, rest) = self.numbers.split_first().expect("the index is intact");
            self.numbers = rest;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    fn count(&mut self) -> u32 {
        self.number() as u32
    }

    fn line(&mut self) -> Text {
        let start = self.at;
        let length = self.text[start..].iter().position(|&byte| byte == b'\n').expect("the index is intact");
        self.at = start + length + 1;
        Text { start: start as u32, end: (start + length) as u32 }
    }

    fn lines(&mut self, into: &mut Vec<Text>) -> Range<u32> {
        let start = into.len() as u32;
        let count = self.count();
        into.extend((0..count).map(|_| self.line()));
        start..start + count
    }

    fn shape(&mut self, model: &mut Model) -> ShapeData {
        let kind = Kind::ALL[self.number() as usize];
        match kind {
            Kind::Structure | Kind::Union => {
                let start = model.members.len() as u32;
                let count = self.count();
                model.members.extend((0..count).map(|_| self.member()));
                ShapeData::Structure { members: start..start + count, is_union: kind == Kind::Union }
            }
            Kind::List => ShapeData::List { element: self.count(), length: self.bounds() },
            Kind::Map => ShapeData::Map { value: self.count(), length: self.bounds() },
            Kind::Enum => ShapeData::String {
                values: self.lines(&mut model.values),
                pattern: None,
                length: Bounds::default(),
            },
            Kind::String => {
                let flags = self.number();
                let length = self.flagged_bounds(flags);
                let pattern = (flags & bounds::PATTERN != 0).then(|| self.line());
                ShapeData::String { values: 0..0, pattern, length }
            }
            Kind::Blob => ShapeData::Blob { length: self.bounds() },
            Kind::Boolean => ShapeData::Boolean,
            Kind::Integer => ShapeData::Integer { range: self.bounds() },
            Kind::Float => ShapeData::Float { range: self.bounds() },
            Kind::Timestamp => ShapeData::Timestamp,
            Kind::Document => ShapeData::Document,
        }
    }

    fn member(&mut self) -> MemberData {
        let flags = self.number();
        MemberData {
            shape: self.count(),
            name: self.line(),
            api_name: (flags & member::API_NAME != 0).then(|| self.line()),
            is_required: flags & member::REQUIRED != 0,
            is_token: flags & member::TOKEN != 0,
            is_deprecated: flags & member::DEPRECATED != 0,
        }
    }

    fn bounds(&mut self) -> Bounds {
        let flags = self.number();
        self.flagged_bounds(flags)
    }

    fn flagged_bounds(&mut self, flags: u64) -> Bounds {
        let as_text = flags & bounds::AS_TEXT != 0;
        let min = (flags & bounds::MIN != 0).then(|| self.bound(as_text));
        let max = (flags & bounds::MAX != 0).then(|| self.bound(as_text));
        Bounds { min, max }
    }

    fn bound(&mut self, as_text: bool) -> f64 {
        if as_text {
            let line = self.line();
            let text = std::str::from_utf8(&self.text[line.start as usize..line.end as usize]);
            return text.ok().and_then(|text| text.parse().ok()).expect("the index is intact");
        }
        let number = self.number();
        // The last bit is the sign.
        let magnitude = (number >> 1) as f64;
        if number & 1 == 1 { -magnitude } else { magnitude }
    }

    fn action(&mut self, model: &mut Model) -> ActionData {
        let flags = self.number();
        let (input, output) = (self.count(), self.count());
        let job_output = (flags & action::JOB_OUTPUT != 0).then(|| self.count());
        let start = model.raised.len() as u32;
        let count = self.count();
        model.raised.extend((0..count).map(|_| self.count()));
        ActionData {
            name: self.line(),
            input,
            output,
            job_output,
            raised: start..start + count,
            support: match (flags & action::UNSUPPORTED, flags & action::STREAM) {
                (0, 0) => Support::Supported,
                (_, 0) => Support::Unsupported,
                _ => Support::Stream,
            },
            is_deprecated: flags & action::DEPRECATED != 0,
        }
    }
}
