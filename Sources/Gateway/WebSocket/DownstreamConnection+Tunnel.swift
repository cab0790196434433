import DecisionLog
import HTTPMachines
import NIOCore

/// What passes once the connection is a WebSocket: everything, in both directions, and how either side ends.
extension DownstreamConnection {
    /// Passes on what has come from the client, unless the upstream has to read first.
    func passOnFromClient() {
        let count = self.input.readableBytes
        guard count > 0, let upstream = self.upstream, upstream.isWritable, let webSocket = self.webSocket else {
            return
        }
        self.note(count, .bytesIn, in: webSocket)
        self.record.decision.bytesIn &+= UInt64(count)
        upstream.passOn(self.input)
        self.input.moveReaderIndex(forwardBy: count)
        if self.isInputClosed { self.clientSentAll() }
    }

    /// Passes on what has come from the upstream, which is not read before most of it is out.
    func passOnFromUpstream(_ bytes: ByteBuffer) {
        guard let webSocket = self.webSocket, self.machine.isSwitched else { return }
        self.note(bytes.readableBytes, .bytesOut, in: webSocket)
        self.record.decision.bytesOut &+= UInt64(bytes.readableBytes)
        webSocket.frames.see(bytes.readableBytesUInt8Span)
        var buffer = self.response.take() ?? self.loop.buffers.take()
        guard bytes.readableBytes > Self.coalescedBytes else {
            bytes.withUnsafeReadableBytes { _ = buffer.writeBytes($0) }
            self.response = buffer
            return
        }
        if buffer.readableBytes > 0 { self.stream.write(buffer) } else { self.loop.buffers.put(buffer) }
        bytes.withUnsafeReadableBytes { self.stream.write($0) }
    }

    private func note(_ count: Int, _ column: SocketCount, in webSocket: WebSocketExchange) {
        webSocket.tunnel?.moved(at: self.loop.clock.monotonic)
        self.loop.recorder.count(count, column, ofRoute: self.record.series)
    }

    // MARK: Ends

    /// The client sends no more, and may still read.
    func clientSentAll() {
        // What it has sent before waits until the upstream has read.
        guard self.input.readableBytes == 0 else { return }
        switch self.webSocket?.tunnel?.ended(.client) {
        case .passOn?:
            self.webSocket?.tunnel?.moved(at: self.loop.clock.monotonic)
            self.upstream?.endOutput()
        case .close?:
            self.endSocket()
            self.settle()
        case .doNothing?, nil: break
        }
    }

    /// The upstream sends no more, and may still read.
    func upstreamSentAll() {
        switch self.webSocket?.tunnel?.ended(.upstream) {
        case .passOn?:
            self.webSocket?.tunnel?.moved(at: self.loop.clock.monotonic)
            // Its own time bounds what is left; what the client still sends is passed on.
            self.end(.close)
        case .close?: self.endSocket()
        case .doNothing?, nil: break
        }
        self.settle()
    }

    /// The upstream's connection is lost.
    func upstreamSocketLost() {
        self.upstream = nil
        // A client that has ended first leaves nothing to be lost.
        if self.webSocket?.tunnel?.endedFirst == nil {
            self.webSocket?.endIfOpen(.upstream)
            self.record.decision.flags.insert(.upstreamClosed)
        }
        self.endSocket()
        self.settle()
    }

    /// Both sides have said what they had to say, or have had the time to.
    func endSocket() {
        let first: SocketEnd = self.webSocket?.tunnel?.endedFirst == .upstream ? .upstream : .client
        self.webSocket?.endIfOpen(first)
        self.leaveSocket()
        self.end(.close)
    }

    /// Nothing passes any more: its end is recorded, and its upstream closed.
    func leaveSocket() {
        guard let webSocket = self.webSocket, self.machine.isSwitched else { return }
        self.machine.tunnelEnded()
        self.record.decision.socketEnd = webSocket.end
        self.loop.recorder.count(webSocket.end ?? .client, ofRoute: self.record.series)
        self.dropUpstream()
        self.finishRecord()
    }

    /// The client's connection is gone.
    func noteSocketLost() {
        guard self.machine.isSwitched, let webSocket = self.webSocket else { return }
        let endedFirst = webSocket.tunnel?.endedFirst
        if webSocket.end == nil, endedFirst == nil { self.record.decision.flags.insert(.clientLeft) }
        webSocket.endIfOpen(endedFirst == .upstream ? .upstream : .client)
        self.leaveSocket()
    }
}
