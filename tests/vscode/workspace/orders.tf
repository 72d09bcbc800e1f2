resource "aws_sfn_state_machine" "orders" {
  name     = "orders"
  role_arn = aws_iam_role.orders.arn

  definition = jsonencode({
    StartAt = "Hello"
    States = {
      Hello = {
        Type = "Pass"
        Next = "Gone"
      }
    }
  })
}
