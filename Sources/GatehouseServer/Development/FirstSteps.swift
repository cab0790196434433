/// What `--dev` sets up on its first start, so that a newcomer's first request gets through.
package enum FirstSteps {
    package static let projectName = "demo"
    package static let environmentName = "dev"
}
