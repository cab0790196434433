package import Keys

/// The databases that are in force, together: never changed, only replaced.
package final class Places: Sendable {
    /// `nil` without one.
    package let countries: PlaceTable?
    package let networks: PlaceTable?

    package init(countries: PlaceTable?, networks: PlaceTable?) {
        self.countries = countries
        self.networks = networks
    }

    /// Where an address is, as far as they say.
    package func place(of address: IPAddress) -> Place {
        let country = self.countries?.value(of: address) ?? 0
        let network = self.networks?.value(of: address) ?? 0
        return .init(
            country: CountryCode(stored: UInt16(truncatingIfNeeded: country)) ?? .unknown,
            network: .init(rawValue: network))
    }
}
