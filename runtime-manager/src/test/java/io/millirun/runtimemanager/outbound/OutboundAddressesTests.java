package io.millirun.runtimemanager.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundAddressesTests {

    private final OutboundAddresses addresses = new OutboundAddresses(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.10",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "::ffff:127.0.0.1"
            })
    void addressesThatAreNotPublicAreClosed(String address) throws Exception {
        assertThat(addresses.isOpen(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "93.184.216.34", "2606:2800:220:1::1", "2a00:1450::1"})
    void publicAddressesAreOpen(String address) throws Exception {
        assertThat(addresses.isOpen(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void aHostAtAClosedAddressIsRefused() {
        assertThatThrownBy(() -> addresses.resolve("localhost")).isInstanceOf(RefusedAddressException.class);
        assertThatThrownBy(() -> addresses.resolve("[::1]")).isInstanceOf(RefusedAddressException.class);
    }

    @Test
    void theOperatorOpensNetworks() throws Exception {
        var open = new OutboundAddresses(List.of("10.20.0.0/16"));

        assertThat(open.isOpen(InetAddress.ofLiteral("10.20.3.4"))).isTrue();
        assertThat(open.isOpen(InetAddress.ofLiteral("10.21.3.4"))).isFalse();
    }
}
