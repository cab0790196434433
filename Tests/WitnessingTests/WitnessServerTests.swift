import AsyncHTTPClient
import Auditing
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import TestKit
import Testing

@testable import Witnessing

/// A witness as a log sees it: over a socket.
@Suite struct WitnessServerTests {
    private static func ask(
        _ url: String, _ method: String = "POST", _ path: String = "/add-checkpoint", body: [UInt8] = []
    ) async throws -> (status: UInt, type: String, body: String) {
        var request = HTTPClientRequest(url: url + path)
        request.method = .init(rawValue: method)
        if !body.isEmpty { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let text = String(buffer: try await response.body.collect(upTo: 100_000))
        return (response.status.code, response.headers.first(name: "content-type") ?? "", text)
    }

    @Test func `checkpoints are cosigned and refused as the specification says`() async throws {
        let world = try WitnessWorld()
        try await world.serving { url in
            let first = try await Self.ask(url, body: world.log.request(from: 0, to: 12).body)
            #expect(first.status == 200)
            let note = try SignedNote(Array("\(world.log.note(at: 12).text)\n\(first.body)".utf8))
            #expect(try note.verified(by: [world.signer.verifierKey]).count == 1)
            let stale = try await Self.ask(url, body: world.log.request(from: 0, to: 13).body)
            #expect(stale == (409, "text/x.tlog.size", "12\n"))
            var fork = world.log.cut(to: 6)
            fork.grow(to: 20, branch: 1)
            #expect(try await Self.ask(url, body: fork.request(from: 12, to: 12).body).body == "12\n")
            #expect(try await Self.ask(url, body: fork.request(from: 12, to: 20).body).status == 422)
            #expect(try await Self.ask(url, body: Array("old 1\n".utf8)).status == 400)
        }
    }

    @Test func `anything else has its own answer`() async throws {
        let world = try WitnessWorld()
        try await world.serving { url in
            let alive = try await Self.ask(url, "GET", "/livez")
            #expect(alive == (200, "application/json", "{\"status\":\"alive\",\"version\":\"0.1\"}\n"))
            #expect(try await Self.ask(url, "HEAD", "/livez").status == 200)
            #expect(try await Self.ask(url, "DELETE", "/livez").status == 405)
            #expect(try await Self.ask(url, "GET", "/add-checkpoint").status == 405)
            #expect(try await Self.ask(url, "GET", "/").status == 404)
            #expect(try await Self.ask(url, "POST", "/add-checkpoint/").status == 404)
            let long = [UInt8](repeating: 0x41, count: WitnessRequest.longestBody + 1)
            #expect(try await Self.ask(url, body: long).status == 413)
        }
    }

    @Test func `a log and a witness go on together over the network`() async throws {
        let world = try WitnessWorld()
        try await world.serving { url in
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let asker = WitnessAsker(group: group)
            var dialogue = WitnessDialogue(key: world.signer.verifierKey)
            for size in [7, 7, 100, 300] as [UInt64] {
                let old = dialogue.ask(about: size)
                let request = try world.log.request(from: old, to: size)
                let answer = await asker.ask(url, request)
                let step = dialogue.take(
                    answer, to: request.note, of: request.checkpoint, from: old, at: WitnessWorld.now)
                guard case .cosigned = step else {
                    Issue.record("not cosigned at \(size): \(step)")
                    continue
                }
            }
            await asker.close()
            try await group.shutdownGracefully()
        }
    }

    @Test func `a witness that is not there, or never answers, is silent`() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let asker = WitnessAsker(group: group, timeout: .milliseconds(300))
        let world = try WitnessWorld()
        let request = try world.log.request(from: 0, to: 1)
        let mute = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(mute.localAddress?.port)
        for url in ["http://127.0.0.1:1", "http://127.0.0.1:\(port)", "http://no such host"] {
            guard case .silence = await asker.ask(url, request) else {
                Issue.record("\(url) has answered")
                continue
            }
        }
        try await mute.close()
        await asker.close()
        try await group.shutdownGracefully()
    }

    @Test(.timeLimit(.minutes(5)), arguments: [200, 409, 422])
    func `a witness that drips its answer is silent, too`(status: Int) async throws {
        let receiver = try #require(
            TestReceiver { connection in
                DrippingReceiver.serve(connection, status: status)
                return .close
            })
        defer { receiver.stop() }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let asker = WitnessAsker(group: group, timeout: .milliseconds(500))
        let request = try WitnessWorld().log.request(from: 0, to: 1)
        let began = ContinuousClock.now
        let answer = await asker.ask("http://127.0.0.1:\(receiver.port)", request)
        // By its own clock, or by that of a read, whichever is quicker on a busy machine.
        guard case .silence = answer else {
            Issue.record("not silent: \(answer)")
            return await asker.close()
        }
        #expect(ContinuousClock.now - began < .seconds(10))
        await asker.close()
        try await group.shutdownGracefully()
    }
}
