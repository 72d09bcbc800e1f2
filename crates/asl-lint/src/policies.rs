//! The policies that the state machines of a file need, and how they differ from those of their roles.

use std::borrow::Cow;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use asl_core::host::{TemplateContext, TemplateKind};
use asl_core::text::{self, LineIndex, Position};
use asl_core::{Analysis, Source, analyze, brief};
use asl_iam::{Finding, Granted, Machine, Requirements, check, format, granted};
use asl_workspace::files;

use crate::args::IamFormat;
use crate::documents::Document;
use crate::single::Subject;

/// The state machines of a file, with the policies that they need.
pub(crate) struct Policies {
    pub machines: Vec<Machine>,
    /// What the definitions do not tell.
    pub remarks: Vec<Remark>,
}

/// A remark about a place in a file.
pub(crate) struct Remark {
    /// The path for display.
    pub path: String,
    pub at: Position,
    pub message: String,
}

impl Policies {
    /// Derives the policies. Of the templates that refer to a definition, `preferred` counts if it is one of them.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or contains no state machine.
    pub(crate) fn new(subject: &Subject<'_>, preferred: &Path) -> Result<Policies> {
        let mut policies = Policies { machines: Vec::new(), remarks: Vec::new() };
        for document in &subject.documents()? {
            let index = LineIndex::new(&document.text);
            for analysis in document.analyses.iter().filter(|analysis| analysis.is_definition()) {
                let machine = machine(analysis, document, preferred);
                let remarks = machine.needed.remarks.iter().map(|remark| Remark {
                    path: document.name.clone(),
                    at: index.position(&document.text, remark.span.start),
                    message: remark.message.clone(),
                });
                policies.remarks.extend(remarks);
                machine.add_to(&mut policies.machines, analysis);
            }
        }
        if policies.machines.is_empty() {
            bail!("{} does not contain a state machine", subject.file.display());
        }
        Ok(policies)
    }
}

fn machine(analysis: &Analysis, document: &Document, preferred: &Path) -> Machine {
    // A definition in a file of its own may belong to several templates.
    let contexts = analysis.named_by();
    let context = contexts.iter().find(|context| is_of(context, preferred)).or(contexts.first());
    let context = context.unwrap_or(analysis.host());
    let template = match &context.path {
        None => Cow::Borrowed(&document.text),
        Some(path) => Cow::Owned(text::decode(files::read_named(Path::new(path)).unwrap_or_default()).0),
    };
    let file = document.path.file_name().unwrap_or_default().to_string_lossy();
    Machine::new(analysis, context, &template, &file)
}

/// Returns whether a context is of a file.
fn is_of(context: &TemplateContext, file: &Path) -> bool {
    let path = context.path.as_deref().and_then(|path| Path::new(path).canonicalize().ok());
    path.is_some() && path == file.canonicalize().ok()
}

/// The policy of a state machine in a format that is not JSON.
pub(crate) fn text(machine: &Machine, format: IamFormat) -> String {
    let Machine { name, template, needed } = machine;
    match format {
        IamFormat::Sam => format::sam(&needed.policy),
        IamFormat::Cloudformation => format::cloudformation(&needed.policy, name, template),
        IamFormat::Terraform | IamFormat::Json => format::terraform(&needed.policy, name),
    }
}

/// The names in the policy of a state machine that the template does not define.
pub(crate) fn undefined_names(machine: &Machine, format: IamFormat) -> Vec<&str> {
    let is_filled_in = |name: &&str| match format {
        IamFormat::Terraform => name.starts_with("aws_") || TERRAFORM.contains(name),
        _ => machine.template.defines(name),
    };
    let mut names = machine.needed.policy.names();
    names.retain(|name| !is_filled_in(name));
    names
}

/// The starts of references in Terraform, besides the types of resources; and the name of the state machine, which
/// becomes a variable.
const TERRAFORM: &[&str] = &["count", "data", "each", "local", "module", "self", "var", "StateMachineName"];

/// What state machines need, compared with what their roles in a template allow.
pub(crate) struct Comparison {
    pub differences: Vec<Difference>,
    /// What is not known about the roles.
    pub notes: Vec<String>,
    /// Why state machines could not be compared.
    pub errors: Vec<anyhow::Error>,
}

/// A permission that is missing or not needed.
pub(crate) struct Difference {
    /// The names of the state machines.
    pub machines: Vec<String>,
    pub finding: Finding,
    /// The place in the template.
    pub at: Position,
}

/// A role, and what the state machines that have it need.
struct Role {
    machines: Vec<String>,
    needed: Requirements,
    granted: Granted,
}

impl Comparison {
    /// Compares what the state machines need with what their roles in a template allow.
    ///
    /// # Errors
    ///
    /// If the template cannot be read.
    pub(crate) fn new(machines: &[Machine], template: &Path) -> Result<Comparison> {
        let (text, _) = text::decode(files::read_named(template)?);
        let index = LineIndex::new(&text);
        let path = template.to_string_lossy();
        let mut found = Comparison { differences: Vec::new(), notes: Vec::new(), errors: Vec::new() };
        let mut roles: Vec<Role> = Vec::new();
        for machine in machines {
            let role = resource(machine, &text, template).and_then(|resource| {
                granted(&text, &resource)
                    .with_context(|| format!("{path} does not contain the role of state machine {resource}"))
            });
            match role {
                Ok(granted) => match roles.iter_mut().find(|role| role.granted.span == granted.span) {
                    Some(role) => {
                        role.machines.push(machine.name.clone());
                        role.needed.add(&machine.needed);
                    }
                    None => roles.push(Role {
                        machines: vec![machine.name.clone()],
                        needed: machine.needed.clone(),
                        granted,
                    }),
                },
                Err(error) => found.errors.push(error),
            }
        }
        for Role { machines, mut needed, granted } in roles {
            let unknown = granted.unknown.iter().map(|policy| brief::name(policy));
            found.notes.extend(unknown.map(|policy| format!("a policy of the role is not known: {policy}")));
            if machines.len() < granted.users.len() {
                needed.is_complete = false;
                let users = brief::text(granted.users.join(", "));
                found.notes.push(format!("several resources have the same role: {users}"));
            }
            found.differences.extend(check(&needed, &granted).into_iter().map(|finding| Difference {
                machines: machines.clone(),
                at: index.position(&text, finding.span.start),
                finding,
            }));
        }
        Ok(found)
    }
}

/// Returns the resource of a state machine in a template.
fn resource(machine: &Machine, text: &str, path: &Path) -> Result<String> {
    let analyses = analyze(Source::new(text, &path.to_string_lossy()));
    let mut names: Vec<String> = Vec::new();
    for analysis in &analyses {
        let host = analysis.host();
        if matches!(host.kind, TemplateKind::CloudFormation | TemplateKind::Sam) {
            names.extend(host.name.iter().map(|name| name.value.clone()));
        }
    }
    names.dedup();
    if names.contains(&machine.name) {
        return Ok(machine.name.clone());
    }
    match names.as_slice() {
        [name] => Ok(name.clone()),
        [] => Err(anyhow!("{} is not a CloudFormation or SAM template with a state machine", path.display())),
        _ => Err(anyhow!("no state machine of {} has the definition of {}", path.display(), machine.name)),
    }
}
