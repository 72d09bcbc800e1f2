//! The context of a rule: the analysis to query, and the findings to report to.

use std::cell::OnceCell;

use crate::brief;
use crate::catalog::parameters::{Own, own_parameter};
use crate::catalog::services::Pattern;
use crate::catalog::{FieldInfo, ObjectKind, QueryLanguage, StateKind, Value};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::edit::{self, Edit};
use crate::effort::Effort;
use crate::expr::intrinsic::Intrinsic;
use crate::expr::path::Path;
use crate::expr::{Code, ExpressionRef, template_objects};
use crate::fuzzy;
use crate::host::{self, Placeholder};
use crate::metadata::{AwsPlace, Rule};
use crate::model::{Call, Field, Machine, Model, Object, State};
use crate::options::Options;
use crate::semantic::arguments::{self, TaskCall};
use crate::semantic::{Analysis, Graph};
use crate::suppress::Suppressions;
use crate::syntax::{Node, Pair, Text, Tree, TreeStep, aws_location, doubtful_lines, is_doubtful, pointer};
use crate::text::Span;
use jsonata_syntax::{Parsed, Types};

/// The maximum length in bytes of the path that is stored with a finding.
const MAX_PATH: usize = 4096;

/// What a rule does: it looks at an analysis, and reports what it finds.
pub(crate) type Check = fn(&mut Context<'_>);

pub(crate) struct Context<'a> {
    pub analysis: &'a Analysis,
    /// What the configuration says besides the levels of rules.
    pub options: &'a Options,
    pub suppressions: &'a Suppressions<'a>,
    /// The rules that a suppression can name.
    pub known_rules: &'static [&'static Rule],
    /// Whether the fixes of the rule are needed. Otherwise, a rule can skip costly ones.
    pub makes_fixes: bool,
    /// The remaining comparisons for "did you mean" in this file.
    comparisons: &'a Effort,
    derived: &'a Derived<'a>,
    diagnostics: Vec<Diagnostic>,
}

/// What several rules derive from an analysis, once one of them has asked for it.
#[derive(Default)]
pub(super) struct Derived<'a> {
    calls: OnceCell<Vec<TaskCall<'a>>>,
    placeholders: OnceCell<Vec<Placeholder>>,
    template_objects: OnceCell<Vec<(Field<'a>, Node<'a>)>>,
}

/// Withdraws fixes that cannot be applied or are not certain.
struct Caution<'a> {
    analysis: &'a Analysis,
    doubtful: Vec<Span>,
}

impl<'a> Caution<'a> {
    fn of(analysis: &'a Analysis) -> Caution<'a> {
        let tree = analysis.tree();
        Caution { analysis, doubtful: doubtful_lines(tree.text(), tree.errors()) }
    }

    /// Removes a fix that cannot be applied, and a safe fix near a syntax error. A fix of a YAML node that aliases share
    /// is only suggested, because it may be right for one alias and wrong for another.
    fn review(&self, fix: &mut Option<Fix>) {
        fix.take_if(|fix| !edit::are_applicable(self.analysis, &fix.edits));
        if let Some(fix) = fix {
            fix.edits = edit::joined(&fix.edits);
        }
        let Some(safe) = fix.as_mut().filter(|fix| fix.applicability == Applicability::Safe) else { return };
        if safe.edits.iter().any(|edit| is_doubtful(&self.doubtful, edit.span)) {
            *fix = None;
        } else if self.analysis.tree().is_shared() {
            safe.applicability = Applicability::Suggested;
        }
    }
}

impl<'a> Context<'a> {
    pub(super) fn new(
        analysis: &'a Analysis,
        options: &'a Options,
        suppressions: &'a Suppressions<'a>,
        known_rules: &'static [&'static Rule],
        comparisons: &'a Effort,
        derived: &'a Derived<'a>,
    ) -> Context<'a> {
        Context {
            analysis,
            options,
            suppressions,
            known_rules,
            makes_fixes: true,
            comparisons,
            derived,
            diagnostics: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        if self.diagnostics.is_empty() {
            return self.diagnostics;
        }
        for diagnostic in &mut self.diagnostics {
            diagnostic.finish();
        }
        let fixes = self.diagnostics.iter_mut().filter(|diagnostic| diagnostic.fix.is_some());
        let mut fixes = fixes.peekable();
        if fixes.peek().is_some() {
            let caution = Caution::of(self.analysis);
            fixes.for_each(|diagnostic| caution.review(&mut diagnostic.fix));
        }
        self.diagnostics
    }

    /// Returns the candidate that a name was probably meant to be. The number of comparisons per file is limited.
    pub(crate) fn nearest<'c>(
        &self,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<&'c str> {
        fuzzy::nearest_within(name, candidates, self.comparisons)
    }

    pub(crate) fn tree(&self) -> &'a Tree {
        self.analysis.tree()
    }

    pub(crate) fn model(&self) -> &'a Model {
        self.analysis.model()
    }

    pub(crate) fn graph(&self) -> &'a Graph {
        self.analysis.graph()
    }

    pub(crate) fn machines(&self) -> impl Iterator<Item = Machine<'a>> + use<'a> {
        self.model().machines()
    }

    pub(crate) fn states(&self) -> impl Iterator<Item = State<'a>> + use<'a> {
        self.model().states()
    }

    /// All states of a type.
    pub(crate) fn states_of(&self, kind: StateKind) -> impl Iterator<Item = State<'a>> + use<'a> {
        self.model().states_of(kind)
    }

    pub(crate) fn objects(&self) -> impl Iterator<Item = Object<'a>> + use<'a> {
        self.model().objects()
    }

    /// All objects of a kind.
    pub(crate) fn objects_of(&self, kind: ObjectKind) -> impl Iterator<Item = Object<'a>> + use<'a> {
        self.model().objects_of(kind)
    }

    /// The fields with a value whose description in the catalog meets a condition, with that description. Fields of the
    /// other query language are left out, because another rule reports them.
    pub(crate) fn fields_where<F: Fn(&'static FieldInfo) -> bool>(
        &self,
        is_wanted: F,
    ) -> impl Iterator<Item = (Field<'a>, &'static FieldInfo, Node<'a>)> + use<'a, F> {
        let fields = self.model().fields_where(is_wanted);
        fields.filter_map(|field| Some((field, field.info()?, field.value()?)))
    }

    /// The objects in the payload templates of JSONPath states, in which keys that end in `.$` are evaluated, with the
    /// fields of these templates.
    pub(crate) fn template_objects(&self) -> &'a [(Field<'a>, Node<'a>)] {
        self.derived.template_objects.get_or_init(|| {
            let templates =
                self.fields_where(|info| matches!(info.value, Value::Template | Value::Variables));
            let templates =
                templates.filter(|(field, ..)| field.object().language() == QueryLanguage::JsonPath);
            let objects =
                |(field, _, value)| template_objects(value).into_iter().map(move |node| (field, node));
            templates.flat_map(objects).collect()
        })
    }

    /// Every string of the fields that can contain expressions.
    pub(crate) fn sites(&self) -> impl Iterator<Item = ExpressionRef<'a>> + use<'a> {
        self.analysis.sites()
    }

    /// Every string of these fields that is not evaluated.
    pub(crate) fn texts(&self) -> impl Iterator<Item = ExpressionRef<'a>> + use<'a> {
        self.analysis.texts()
    }

    /// Every path that is a whole string, without substitutions.
    pub(crate) fn paths(&self) -> impl Iterator<Item = (ExpressionRef<'a>, &'a Path)> + use<'a> {
        self.analysis.paths()
    }

    /// Every call of an intrinsic function, without substitutions.
    pub(crate) fn intrinsics(&self) -> impl Iterator<Item = (ExpressionRef<'a>, &'a Intrinsic)> + use<'a> {
        self.analysis.intrinsics()
    }

    /// Every string that is evaluated, except those that a template fills in and those near a syntax error.
    pub(crate) fn known_sites(&self) -> impl Iterator<Item = ExpressionRef<'a>> + use<'a> {
        self.analysis.known_sites()
    }

    /// Every string that may name AWS resources: calls, roles, and everything in payloads.
    pub(crate) fn resource_texts(&self) -> impl Iterator<Item = Text<'a>> + use<'a> {
        let called = self.states().filter_map(|state| state.get("Resource")?.as_text());
        // In JSONata, roles are among the expressions.
        let jsonpath = self.states().filter(|state| state.language() == QueryLanguage::JsonPath);
        let roles = jsonpath.flat_map(|state| state.objects("Credentials"));
        let roles = roles.filter_map(|object| object.get("RoleArn")?.as_text());
        let payloads =
            self.sites().filter(|site| !matches!(site.code(), Code::Path(_))).map(ExpressionRef::text);
        called.chain(roles).chain(payloads)
    }

    /// The Tasks that call a service, with what the index of AWS services knows about the call.
    pub(crate) fn calls(&self) -> &'a [TaskCall<'a>] {
        self.derived.calls.get_or_init(|| arguments::calls(self.model()))
    }

    /// All placeholders `${...}` in source order.
    pub(crate) fn placeholders(&self) -> &'a [Placeholder] {
        self.derived.placeholders.get_or_init(|| host::placeholders(self.tree()))
    }

    /// The object or array that contains a value.
    pub(crate) fn outer(&self, value: Node<'_>) -> Option<Node<'a>> {
        let path = self.tree().path_to(value);
        let (_, outer) = path.split_last()?;
        outer.iter().try_fold(self.tree().root()?, |node, step| match step {
            TreeStep::Key(key) => node.get(key),
            TreeStep::Index(index) => node.item(*index),
        })
    }

    /// How the called service itself evaluates a value inside a field: as paths or as code.
    pub(crate) fn own_parameter(&self, field: Field<'_>, value: Node<'_>) -> Option<Own> {
        let is_payload = matches!(field.key().value, "Parameters" | "Arguments");
        let call = field.object().state().filter(|_| is_payload).and_then(State::call);
        let service = call.map_or("", Call::service);
        let outer = self.tree().path_to(field.value()?).len();
        let path = self.tree().path_to(value);
        let names = path.get(outer..)?.iter().filter_map(|step| match step {
            TreeStep::Key(key) => Some(key.strip_suffix(".$").unwrap_or(key)),
            TreeStep::Index(_) => None,
        });
        own_parameter(service, &names.collect::<Vec<_>>())
    }

    /// Every JSONata expression without substitutions.
    pub(crate) fn jsonata(&self) -> impl Iterator<Item = (ExpressionRef<'a>, &'a Parsed)> + use<'a> {
        self.analysis.jsonata()
    }

    /// Every JSONata expression without errors, with the types of its nodes.
    pub(crate) fn typed(&self) -> impl Iterator<Item = (ExpressionRef<'a>, &'a Parsed, &'a Types)> + use<'a> {
        self.analysis.typed()
    }

    /// Reports a finding. The location that AWS names follows from the span and the rule.
    pub(crate) fn report(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let path = self.tree().path_at(span.start);
        self.report_path(rule, &path, span, message)
    }

    /// Reports a node of which only a part is underlined.
    pub(crate) fn report_node(
        &mut self,
        rule: &'static Rule,
        node: Node<'_>,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let path = self.tree().path_to(node);
        self.report_path(rule, &path, span, message)
    }

    fn report_path(
        &mut self,
        rule: &'static Rule,
        path: &[TreeStep<'_>],
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let length: usize = path.iter().map(TreeStep::size).sum();
        let path = Some(path).filter(|_| length <= MAX_PATH);
        let place = path.zip(rule.aws).and_then(|(path, aws)| match aws.place {
            AwsPlace::Here => Some(aws_location(path)),
            AwsPlace::Parent => Some(aws_location(&path[..path.len().saturating_sub(1)])),
            AwsPlace::None => None,
        });
        self.diagnostics.push(Diagnostic {
            rule,
            severity: rule.severity,
            span,
            message: brief::text(message),
            notes: Vec::new(),
            help: None,
            related: Vec::new(),
            unlisted: 0,
            fix: None,
            aws_code: rule.aws.map(|aws| aws.code),
            aws_location: place,
            pointer: path.filter(|_| self.tree().root().is_some()).map(pointer),
        });
        self.diagnostics.last_mut().expect("it has just been pushed")
    }

    /// Reports a part of an expression. For a key that ends in `.$`, AWS names the object that contains the key.
    pub(crate) fn report_in(
        &mut self,
        rule: &'static Rule,
        site: ExpressionRef<'_>,
        part: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let span = site.span(part);
        let span = if span.is_empty() { site.text().span } else { span };
        let tree = self.tree();
        let diagnostic = self.report(rule, span, message);
        if let (Some(location), Some(_)) = (&mut diagnostic.aws_location, site.dollar_key()) {
            let path = tree.path_at(site.text().span.start);
            *location = aws_location(&path[..path.len().saturating_sub(1)]);
        }
        diagnostic
    }

    /// The part of the file with some bytes of a text.
    pub(crate) fn part(&self, text: Text<'_>, bytes: Span) -> Span {
        self.tree().to_file(text, bytes)
    }

    /// The suffix of a `Resource` that sets how its Task waits.
    pub(crate) fn ending(&self, resource: Text<'_>, pattern: Pattern) -> Span {
        let end = resource.value.len();
        self.tree().to_file(resource, Span::new(end - pattern.suffix().len(), end))
    }

    pub(crate) fn replace_text(&self, text: Text<'_>, new: &str) -> Edit {
        edit::replace_text(self.tree(), text, new)
    }

    /// Replaces a value with JSON.
    pub(crate) fn replace_value(&self, old: Node<'_>, json: &str) -> Edit {
        edit::replace_value(self.tree(), old, json)
    }

    pub(crate) fn remove_field(&self, field: Field<'_>) -> Edit {
        self.remove_pair(field.object().node(), field.pair())
    }

    pub(crate) fn remove_pair(&self, object: Node<'_>, pair: Pair<'_>) -> Edit {
        edit::remove_pair(self.tree(), object, pair)
    }

    pub(crate) fn remove_item(&self, array: Node<'_>, item: Node<'_>) -> Edit {
        edit::remove_item(self.tree(), array, item)
    }

    pub(crate) fn insert_field(
        &self,
        object: Object<'_>,
        after: Option<Pair<'_>>,
        key: &str,
        value: &str,
    ) -> Edit {
        edit::insert_pair(self.tree(), object.node(), after, key, value)
    }
}
