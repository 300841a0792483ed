# The commands that people and machines call. What they do is in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run test browsers pictures watch build client bench bench-mail fmt lint clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Set up, build, load the demo and serve http://127.0.0.1:3000
	@scripts/run

test: ## Set up and run everything that checks the product
	@scripts/test

browsers: ## Run every story in Chromium, Firefox and WebKit against the release binary
	@scripts/build
	@end2end/run

pictures: ## Make pictures of every page, in end2end/test-results/shots, and the one of the README
	@scripts/build
	@end2end/run --project=screenshots

watch: ## Serve the demo, rebuild and reload the page while you edit
	@scripts/watch

build: ## Set up and build the release binary with the client inside
	@scripts/build

client: ## Build only the browser's files, into target/site
	@scripts/setup build
	@scripts/client

bench: ## Measure the release binary against the goals of the design
	@scripts/bench

bench-mail: ## Measure an announcement to 100,000 recipients, and pages meanwhile
	@scripts/bench-mail

fmt: ## Format the Rust code
	@scripts/cargo fmt --all

lint: ## Check format and lints, of server and client
	@scripts/lint

clean: ## Remove what was built and what was loaded (the demo's database stays)
	@scripts/clean
