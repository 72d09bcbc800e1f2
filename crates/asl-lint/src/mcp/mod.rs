//! The server for agents, which speaks the Model Context Protocol on standard input and output.
//!
//! Tools do what the commands do, only inside the folders that the client gives. A tool that fails answers with an
//! error, and so does one that panics: nothing but the end of standard input ends the session.

mod check;
mod derive;
mod edit;
mod files;
mod prompts;
mod resources;
mod roots;
mod rules;
mod services;
mod source;
mod templates;
mod tool;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use asl_core::brief;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult, GetPromptRequestParams,
    GetPromptResponse, Implementation, ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult,
    ListToolsResult, PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse,
    ServerCapabilities, ServerConfig,
};
use rmcp::service::{RequestContext, ServerInitializeError};
use rmcp::transport::async_rw::AsyncRwTransport;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};
use tokio::io::{stdin, stdout};
use tokio::runtime::Builder;
use tokio::task::spawn_blocking;

use roots::{Asked, ask};
use tool::{Answer, Files, TOOLS};

/// The maximum length in bytes of a message. In JSON, a text of 16 MiB may be several times as long. Longer messages get
/// no answer, since they are not read to the end.
const MAX_MESSAGE: usize = 64 * 1024 * 1024;

/// The maximum number of threads for tools, standard input and standard output. Other calls wait.
const THREADS: usize = 8;

const INSTRUCTIONS: &str = "\
asl-lint knows Amazon States Language, the language of AWS Step Functions. Call `check` after every change to a state \
machine, in a file of its own or in a template (SAM, CloudFormation, Serverless, Terraform, Markdown), and before you say \
that you are done. Severity error means that AWS rejects the definition, and warning that it fails at run time. Read \
`explain_rule` before you suppress a finding, and `describe_action` before you write the arguments of a call.";

/// Answers requests until standard input ends. `folders` are what tools may use if the client gives no roots.
///
/// # Errors
///
/// If a client does not begin with a valid initialization.
pub(crate) fn serve(folders: &[PathBuf]) -> Result<()> {
    let mut runtime = Builder::new_current_thread();
    let runtime = runtime.enable_time().max_blocking_threads(THREADS).build().context("cannot start")?;
    let served = runtime.block_on(async {
        let transport = AsyncRwTransport::new_server(stdin(), stdout()).with_max_line_length(MAX_MESSAGE);
        match (Server { folders: folders.to_vec() }).serve(transport).await {
            Ok(session) => session.waiting().await.map(drop).context("the session failed"),
            Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
            // Some errors contain the message of the client.
            Err(error) => bail!(
                "the client does not speak the Model Context Protocol: {}",
                brief::text(error.to_string())
            ),
        }
    });
    // A tool that still runs has nobody to answer.
    runtime.shutdown_background();
    served
}

/// A session with a client. It has no state: the folders of the client are asked for with each call.
struct Server {
    folders: Vec<PathBuf>,
}

type Answered<T> = std::result::Result<T, ErrorData>;

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_prompts()
            .enable_completions()
            .build();
        let name = Implementation::new("asl-lint", env!("CARGO_PKG_VERSION"));
        ServerConfig::new(capabilities).with_server_info(name).with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Answered<ListToolsResult> {
        Ok(ListToolsResult::with_all_items(TOOLS.iter().map(|tool| tool.info()).collect()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Answered<CallToolResponse> {
        let Some(tool) = tool::find(&request.name) else {
            return Err(ErrorData::invalid_params(tool::unknown(&request.name), None));
        };
        let folders = match tool.files() {
            Files::None => Asked::Known(Vec::new()),
            Files::Read | Files::Create | Files::Write => {
                match ask(&self.folders, &request, &context).await {
                    Ok(asked) => asked,
                    Err(error) => return Ok(Answer::error(&error).into_result().into()),
                }
            }
        };
        let folders = match folders {
            Asked::Known(folders) => folders,
            Asked::Pending(request) => return Ok(request.into()),
        };
        let arguments = request.arguments.unwrap_or_default();
        Ok(answered(move || tool.call(folders, arguments)).await.into_result().into())
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Answered<ListResourcesResult> {
        Ok(ListResourcesResult::with_all_items(resources::list()))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Answered<ListResourceTemplatesResult> {
        Ok(ListResourceTemplatesResult::with_all_items(resources::templates()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Answered<ReadResourceResponse> {
        resources::read(&request.uri)
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Answered<CompleteResult> {
        Ok(CompleteResult::new(resources::complete(&request.r#ref, &request.argument.value)))
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Answered<ListPromptsResult> {
        Ok(ListPromptsResult::with_all_items(prompts::list()))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Answered<GetPromptResponse> {
        prompts::get(&request.name, request.arguments.unwrap_or_default())
    }
}

/// Runs a tool where it may take long, and where a panic ends nothing else.
async fn answered(call: impl FnOnce() -> Result<Answer> + Send + 'static) -> Answer {
    match spawn_blocking(call).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => Answer::error(&error),
        Err(_) => Answer::error(&anyhow::anyhow!(
            "asl-lint failed; please report this at {}/issues",
            env!("CARGO_PKG_REPOSITORY")
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_answer() {
        let runtime = Builder::new_current_thread().build().unwrap();
        let answer = runtime.block_on(answered(|| panic!("this is a test")));
        assert!(answer.is_error && answer.text.starts_with("asl-lint failed"), "{}", answer.text);
        let answer = runtime.block_on(answered(|| Ok(Answer::text("fine".to_owned()))));
        assert!(!answer.is_error && answer.text == "fine");
    }
}
