use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use asl_core::host::{TemplateContext, TemplateKind};
use asl_core::text::{self, LineIndex};
use asl_core::visible::visible;
use asl_core::{Analysis, Source, analyze, brief};
use asl_iam::{Finding, Granted, Machine, Remark, Requirements, check, format, granted};
use asl_workspace::files;
use serde_json::json;

use crate::args::{Iam, IamFormat};
use crate::documents::Document;
use crate::{Outcome, print_error, render, single};

/// Prints the policies that the state machines of a file need, or compares them with their roles.
pub(crate) fn iam(args: &Iam) -> Result<Outcome> {
    let machines = machines(args)?;
    match &args.check {
        Some(template) => compare(&machines, template, args),
        None => print(&machines, args.format.unwrap_or(IamFormat::Json)),
    }
}

/// Reads the state machines of the file, and prints the remarks about them.
fn machines(args: &Iam) -> Result<Vec<Machine>> {
    let mut machines: Vec<Machine> = Vec::new();
    for document in &single::documents(&args.file)? {
        for analysis in document.analyses.iter().filter(|analysis| analysis.is_definition()) {
            let machine = machine(analysis, document, args);
            print_remarks(&machine.needed.remarks, document);
            machine.add_to(&mut machines, analysis);
        }
    }
    if machines.is_empty() {
        bail!("{} does not contain a state machine", args.file.display());
    }
    Ok(machines)
}

fn machine(analysis: &Analysis, document: &Document, args: &Iam) -> Machine {
    // A definition in a file of its own may belong to several templates: the given one is preferred.
    let given = args.check.as_deref().unwrap_or(&args.file);
    let contexts = analysis.named_by();
    let context = contexts.iter().find(|context| is_of(context, given)).or(contexts.first());
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

fn print_remarks(remarks: &[Remark], document: &Document) {
    let index = LineIndex::new(&document.text);
    for remark in remarks {
        let at = index.position(&document.text, remark.span.start);
        let (path, message) = (visible(&document.name), visible(&remark.message));
        anstream::eprintln!("{path}:{}:{}: note: {message}", at.line, at.column);
    }
}

fn print(machines: &[Machine], format: IamFormat) -> Result<Outcome> {
    let mut out = anstream::stdout().lock();
    if format == IamFormat::Json {
        let text = match machines {
            [machine] => serde_json::to_string_pretty(&format::json(&machine.needed.policy))?,
            machines => {
                let policies =
                    machines.iter().map(|machine| (&machine.name, format::json(&machine.needed.policy)));
                serde_json::to_string_pretty(&policies.collect::<BTreeMap<_, _>>())?
            }
        };
        writeln!(out, "{}", render::escaped(&text))?;
        for note in format::notes(&text) {
            anstream::eprintln!("note: {note}");
        }
        return Ok(Outcome::Clean);
    }
    for (i, machine) in machines.iter().enumerate() {
        let Machine { name, template, needed } = machine;
        if machines.len() > 1 {
            let gap = if i == 0 { "" } else { "\n" };
            writeln!(out, "{gap}# {}", visible(name))?;
        }
        let text = match format {
            IamFormat::Sam => format::sam(&needed.policy),
            IamFormat::Cloudformation => format::cloudformation(&needed.policy, name, template),
            IamFormat::Terraform | IamFormat::Json => format::terraform(&needed.policy, name),
        };
        write!(out, "{text}")?;
        let is_filled_in = |name: &&str| match format {
            IamFormat::Terraform => name.starts_with("aws_") || TERRAFORM.contains(name),
            _ => template.defines(name),
        };
        let mut names = needed.policy.names();
        names.retain(|name| !is_filled_in(name));
        if !names.is_empty() {
            let names = brief::chain(&names, "`, `");
            anstream::eprintln!(
                "note: replace these names, which the template does not define: `{}`",
                visible(&names)
            );
        }
    }
    Ok(Outcome::Clean)
}

/// The starts of references in Terraform, besides the types of resources; and the name of the state machine, which
/// becomes a variable.
const TERRAFORM: &[&str] = &["count", "data", "each", "local", "module", "self", "var", "StateMachineName"];

/// A role, and what the state machines that have it need.
struct Role<'m> {
    machines: Vec<&'m str>,
    needed: Requirements,
    granted: Granted,
}

/// Compares what the state machines need with what their roles in a template allow.
fn compare(machines: &[Machine], template: &Path, args: &Iam) -> Result<Outcome> {
    let (text, _) = text::decode(files::read_named(template)?);
    let index = LineIndex::new(&text);
    let path = template.to_string_lossy();
    let mut roles: Vec<Role> = Vec::new();
    let mut outcome = Outcome::Clean;
    for machine in machines {
        let role = resource(machine, &text, template).and_then(|resource| {
            granted(&text, &resource)
                .with_context(|| format!("{path} does not contain the role of state machine {resource}"))
        });
        match role {
            Ok(granted) => match roles.iter_mut().find(|role| role.granted.span == granted.span) {
                Some(role) => {
                    role.machines.push(&machine.name);
                    role.needed.add(&machine.needed);
                }
                None => roles.push(Role {
                    machines: vec![&machine.name],
                    needed: machine.needed.clone(),
                    granted,
                }),
            },
            Err(error) => {
                print_error(&error);
                outcome = Outcome::CouldNotRun;
            }
        }
    }
    let path = visible(&path);
    let mut findings: Vec<(&Role, Finding)> = Vec::new();
    for role in &mut roles {
        for policy in &role.granted.unknown {
            let policy = brief::name(policy);
            anstream::eprintln!("{path}: note: a policy of the role is not known: {}", visible(&policy));
        }
        if role.machines.len() < role.granted.users.len() {
            role.needed.is_complete = false;
            let users = role.granted.users.join(", ");
            anstream::eprintln!(
                "{path}: note: several resources have the same role: {}",
                visible(&brief::text(users))
            );
        }
    }
    for role in &roles {
        findings.extend(check(&role.needed, &role.granted).into_iter().map(|finding| (role, finding)));
    }
    let mut out = anstream::stdout().lock();
    let position = |finding: &Finding| index.position(&text, finding.span.start);
    if args.format == Some(IamFormat::Json) {
        let findings = findings.iter().map(|(role, finding)| {
            let at = position(finding);
            json!({
                "path": path,
                "state_machines": role.machines,
                "rule": finding.rule,
                "severity": "info",
                "message": finding.message,
                "line": at.line,
                "column": at.column,
            })
        });
        let text = serde_json::to_string_pretty(&findings.collect::<Vec<_>>())?;
        writeln!(out, "{}", render::escaped(&text))?;
    } else {
        let style = render::style(asl_core::Severity::Info);
        for (_, finding) in &findings {
            let (at, rule) = (position(finding), finding.rule);
            let (path, message) = (visible(&path), visible(&finding.message));
            writeln!(out, "{path}:{}:{}: {style}info{style:#}[{rule}] {message}", at.line, at.column)?;
        }
    }
    Ok(outcome.or(if findings.is_empty() { Outcome::Clean } else { Outcome::Findings }))
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
