variable "environment" { type = string }

module "payments_api" {
  source      = "./modules/service"
  name        = "payments-api"
  environment = var.environment
  replicas    = var.environment == "production" ? 6 : 1
}
