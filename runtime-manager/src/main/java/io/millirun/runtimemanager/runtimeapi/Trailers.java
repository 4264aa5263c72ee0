package io.millirun.runtimemanager.runtimeapi;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.VertxConnection;
import java.util.Optional;

/** Keeps the trailers of a connection's current request, which Vert.x's server reads and drops. */
final class Trailers extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<HttpHeaders> LATEST = AttributeKey.valueOf(Trailers.class, "latest");

    /** Listens on a new connection. */
    static void keep(HttpConnection connection) {
        ChannelHandlerContext server = ((VertxConnection) connection).channelHandlerContext();
        server.pipeline().addBefore(server.name(), "trailers", new Trailers());
    }

    /** The trailer {@code name} of {@code request}, which has been read to its end. */
    static Optional<String> of(HttpServerRequest request, String name) {
        HttpHeaders latest = ((VertxConnection) request.connection())
                .channelHandlerContext()
                .channel()
                .attr(LATEST)
                .get();
        return latest == null ? Optional.empty() : Optional.ofNullable(latest.get(name));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof LastHttpContent last) {
            HttpHeaders trailers = last.trailingHeaders();
            context.channel().attr(LATEST).set(trailers.isEmpty() ? EmptyHttpHeaders.INSTANCE : trailers.copy());
        }
        context.fireChannelRead(message);
    }
}
