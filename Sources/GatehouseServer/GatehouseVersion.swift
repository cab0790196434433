/// The version of the program.
package enum GatehouseVersion {
    package static let current = "0.1.0"
}
