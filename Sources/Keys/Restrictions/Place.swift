/// What databases say of an address.
@usableFromInline
package struct Place: Hashable, Sendable {
    @usableFromInline package let country: CountryCode
    @usableFromInline package let network: NetworkNumber

    @usableFromInline package static let unknown = Self(country: .unknown, network: .unknown)

    @inlinable
    package init(country: CountryCode, network: NetworkNumber) {
        self.country = country
        self.network = network
    }
}
