//! The position of the cursor in a definition. Every feature that starts at the cursor starts here.

use asl_core::expr::ExpressionRef;
use asl_core::model::{Field, Machine, Object, State};
use asl_core::semantic::{Analysis, VariableId};
use asl_core::syntax::{Node, Pair, Text, Tree};
use asl_core::text::Span;

/// An offset in a definition, with the syntax and model nodes around it.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    /// The analysis of the definition.
    pub analysis: &'a Analysis,
    /// In bytes from the start of the file.
    pub offset: u32,
    /// The innermost field of the States Language whose key or value contains the offset.
    pub(crate) field: Option<Field<'a>>,
    /// The innermost key-value pair that contains the offset, including pairs of payload templates.
    pub(crate) pair: Option<Pair<'a>>,
    /// The innermost value that contains the offset; `None` on a key.
    pub(crate) node: Option<Node<'a>>,
}

/// What the cursor points to.
#[derive(Clone, Copy)]
pub(crate) enum Role<'a> {
    /// The name of a state in its declaration.
    StateName(State<'a>),
    /// A string that refers to a state of the machine, such as the value of `Next` or `StartAt`.
    StateRef(Machine<'a>, Text<'a>),
    /// The name of a variable where it is assigned or read, and its span.
    Variable(VariableId, Span),
    /// The key of a field, known to the catalog or not.
    FieldName(Field<'a>),
    /// A string that is or could be an expression.
    Expression(ExpressionRef<'a>),
    /// The value of a field.
    FieldValue(Field<'a>, Node<'a>),
    Other,
}

impl<'a> Cursor<'a> {
    /// Returns the cursor at a byte offset of the file, in the definition that contains it; `None` outside of all
    /// definitions.
    pub fn at(analyses: &'a [Analysis], offset: u32) -> Option<Cursor<'a>> {
        let holds = |analysis: &&Analysis| {
            analysis
                .tree()
                .root()
                .is_some_and(|root| analysis.host().is_whole_file() || touches(root.span(), offset))
        };
        analyses.iter().find(holds).map(|analysis| Cursor::within(analysis, offset))
    }

    pub(super) fn within(analysis: &'a Analysis, offset: u32) -> Cursor<'a> {
        let mut cursor = Cursor { analysis, offset, field: None, pair: None, node: None };
        let mut pairs = Vec::new();
        let mut next = analysis.tree().root().filter(|root| touches(root.span(), offset));
        while let Some(node) = next {
            cursor.node = Some(node);
            next = node.items().find(|item| touches(item.span(), offset));
            if let Some(pair) = node.pairs().find(|pair| touches(pair.span(), offset)) {
                pairs.push(pair);
                let value = pair.value().filter(|value| touches(value.span(), offset));
                if touches(pair.key().span, offset) || value.is_none() {
                    cursor.node = None;
                    break;
                }
                next = value;
            }
        }
        cursor.pair = pairs.last().copied();
        let is_on_way = |field: &Field<'_>| pairs.iter().any(|pair| pair.id() == field.pair().id());
        let fields = analysis.model().fields().filter(is_on_way);
        cursor.field = fields.min_by_key(|field| {
            let span = field.pair().span();
            span.end - span.start
        });
        cursor
    }

    /// Whether the cursor is on a key.
    pub(crate) fn is_on_key(&self) -> bool {
        self.node.is_none() && self.pair.is_some_and(|pair| touches(pair.key().span, self.offset))
    }

    /// The string under the cursor: a key or a value.
    pub(crate) fn text(&self) -> Option<Text<'a>> {
        match self.node {
            Some(node) => node.as_text(),
            None => self.pair.map(Pair::key).filter(|key| touches(key.span, self.offset)),
        }
    }

    /// The string under the cursor, and the byte offset of the cursor in its decoded value.
    pub fn inside(&self) -> Option<(Text<'a>, usize)> {
        let text = self.text()?;
        Some((text, value_offset(self.analysis.tree(), text, self.offset)))
    }

    /// The innermost object of the States Language that contains the cursor.
    pub(crate) fn object(&self) -> Option<Object<'a>> {
        let objects = self.analysis.model().objects();
        objects.filter(|object| touches(object.node().span(), self.offset)).last()
    }

    /// The innermost state that contains the cursor, including its name.
    pub fn state(&self) -> Option<State<'a>> {
        let states = self.analysis.model().states();
        states.filter(|state| touches(state.pair().span(), self.offset)).last()
    }

    pub(crate) fn role(&self) -> Role<'a> {
        if let Some((id, span)) = self.variable() {
            return Role::Variable(id, span);
        }
        if self.is_on_key() {
            let pair = self.pair.map(Pair::id);
            let is_declared = |state: &State<'_>| Some(state.pair().id()) == pair;
            if let Some(state) = self.analysis.model().states().find(is_declared) {
                return Role::StateName(state);
            }
            let is_field = |field: &Field<'_>| Some(field.pair().id()) == pair;
            return self.field.filter(is_field).map_or(Role::Other, Role::FieldName);
        }
        let (Some(field), Some(node)) = (self.field, self.node) else { return Role::Other };
        if let (true, Some(text)) = (names_state(field), node.as_text()) {
            return Role::StateRef(field.object().machine(), text);
        }
        let is_here = |site: &ExpressionRef<'_>| site.node().id() == node.id();
        if let Some(site) = self.analysis.sites().find(is_here) {
            return Role::Expression(site);
        }
        Role::FieldValue(field, node)
    }

    /// The variable under the cursor, and the span of its name.
    fn variable(&self) -> Option<(VariableId, Span)> {
        let variables = self.analysis.variables();
        let declared = variables.declarations().iter().map(|one| (Some(one.variable), one.span));
        let read = variables.references().iter().map(|one| (one.variable, one.span));
        let (id, span) = declared.chain(read).find(|(_, span)| touches(*span, self.offset))?;
        Some((id?, span))
    }
}

/// Whether the value of a field is the name of a state.
fn names_state(field: Field<'_>) -> bool {
    field.info().is_some_and(|info| info.value == asl_core::catalog::Value::StateName)
}

/// The byte offset in the decoded value of a string that corresponds to an offset in the file, rounded down.
pub(super) fn value_offset(tree: &Tree, text: Text<'_>, offset: u32) -> usize {
    let map = tree.offsets_of(text);
    let (mut low, mut high) = (0, text.value.len());
    while low < high {
        let middle = (low + high).div_ceil(2);
        let is_before = map.to_file(Span::at(middle as u32)).start <= offset;
        if is_before { low = middle } else { high = middle - 1 }
    }
    text.value.floor_char_boundary(low)
}

/// Whether an offset is in a span or at one of its ends.
pub(crate) fn touches(span: Span, offset: u32) -> bool {
    span.start <= offset && offset <= span.end
}
