//! The roles that calls pass on to services, which require `iam:PassRole`.

/// A role in a parameter.
#[derive(Debug)]
pub(crate) struct PassedRole {
    /// The action of the call, in IAM's spelling.
    pub action: &'static str,
    pub parameter: &'static str,
    /// The service that assumes the role.
    pub passed_to: &'static str,
    /// AWS's page.
    pub source: &'static str,
}

const fn role(
    action: &'static str,
    parameter: &'static str,
    passed_to: &'static str,
    source: &'static str,
) -> PassedRole {
    PassedRole { action, parameter, passed_to, source }
}

const BEDROCK: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-bedrock.html";
const ECS: &str = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html";
const EKS: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html";
const EMR: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html";
const EMR_SERVERLESS: &str =
    "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-serverless.html";
const MEDIACONVERT: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-mediaconvert.html";
const SAGEMAKER: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html";
const SCHEDULER: &str = "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html";
const LAMBDA: &str = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html";
const STATES: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html";

pub(crate) const PASSED: &[PassedRole] = &[
    role("bedrock:CreateModelCustomizationJob", "RoleArn", "bedrock.amazonaws.com", BEDROCK),
    role("ecs:RunTask", "Overrides.ExecutionRoleArn", "ecs-tasks.amazonaws.com", ECS),
    role("ecs:RunTask", "Overrides.TaskRoleArn", "ecs-tasks.amazonaws.com", ECS),
    role("eks:CreateCluster", "RoleArn", "eks.amazonaws.com", EKS),
    role("eks:CreateFargateProfile", "PodExecutionRoleArn", "eks.amazonaws.com", EKS),
    role("eks:CreateNodegroup", "NodeRole", "eks.amazonaws.com", EKS),
    role("elasticmapreduce:RunJobFlow", "JobFlowRole", "ec2.amazonaws.com", EMR),
    role("elasticmapreduce:RunJobFlow", "ServiceRole", "elasticmapreduce.amazonaws.com", EMR),
    role("emr-serverless:StartJobRun", "ExecutionRoleArn", "emr-serverless.amazonaws.com", EMR_SERVERLESS),
    role("lambda:CreateFunction", "Role", "lambda.amazonaws.com", LAMBDA),
    role("mediaconvert:CreateJob", "Role", "mediaconvert.amazonaws.com", MEDIACONVERT),
    role(
        "sagemaker:CreateHyperParameterTuningJob",
        "TrainingJobDefinition.RoleArn",
        "sagemaker.amazonaws.com",
        SAGEMAKER,
    ),
    role("sagemaker:CreateLabelingJob", "RoleArn", "sagemaker.amazonaws.com", SAGEMAKER),
    role("sagemaker:CreateModel", "ExecutionRoleArn", "sagemaker.amazonaws.com", SAGEMAKER),
    role("sagemaker:CreateProcessingJob", "RoleArn", "sagemaker.amazonaws.com", SAGEMAKER),
    role("sagemaker:CreateTrainingJob", "RoleArn", "sagemaker.amazonaws.com", SAGEMAKER),
    role("scheduler:CreateSchedule", "Target.RoleArn", "scheduler.amazonaws.com", SCHEDULER),
    role("scheduler:UpdateSchedule", "Target.RoleArn", "scheduler.amazonaws.com", SCHEDULER),
    role("states:CreateStateMachine", "RoleArn", "states.amazonaws.com", STATES),
    role("states:UpdateStateMachine", "RoleArn", "states.amazonaws.com", STATES),
];

#[cfg(test)]
mod tests {
    use aws_services::{Service, Shape, Structure, optimized_services, sdk_services};

    use super::*;
    use crate::actions::{Actions, actions};

    fn has(structure: Structure<'_>, path: &str) -> bool {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        match structure.member(name).map(|member| member.shape()) {
            Some(_) if rest.is_empty() => true,
            Some(Shape::Structure(inner)) => has(inner, rest),
            _ => false,
        }
    }

    #[test]
    fn every_role_is_a_parameter_in_the_services_model() {
        for passed in PASSED {
            let passes = |service: &Service, is_sdk: bool| {
                service.model().actions().any(|action| {
                    let names = actions(service, is_sdk, action.name());
                    names == Actions::Known(vec![passed.action.to_owned()])
                        && has(action.input(), passed.parameter)
                })
            };
            let known = sdk_services().iter().any(|service| passes(service, true))
                || optimized_services().iter().any(|service| passes(service, false));
            assert!(known, "{}: {}", passed.action, passed.parameter);
            assert!(passed.passed_to.ends_with(".amazonaws.com"));
        }
    }
}
