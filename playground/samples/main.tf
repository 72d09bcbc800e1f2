resource "aws_sfn_state_machine" "deploy" {
  name     = "deploy-${var.environment}"
  role_arn = aws_iam_role.deploy.arn

  definition = jsonencode({
    StartAt = "Build"
    States = {
      Build = {
        Type           = "Task"
        Resource       = aws_lambda_function.build.arn
        TimeoutSeconds = 900
        Retry = [
          { ErrorEquals = ["States.ALL"], MaxAttempts = 1 },
          { ErrorEquals = ["OutOfSpace"], IntervalSeconds = 60, MaxAttempts = 3 },
        ]
        Next = "Approve"
      }
      Approve = {
        Type    = "Wait"
        Seconds = 3600
        Next    = "Relase"
      }
      Release = {
        Type           = "Task"
        Resource       = aws_lambda_function.release.arn
        TimeoutSeconds = 900
        Retry          = [{ ErrorEquals = ["States.TaskFailed", "States.Timeout"], MaxAttempts = 2 }]
        End            = true
      }
    }
  })
}
