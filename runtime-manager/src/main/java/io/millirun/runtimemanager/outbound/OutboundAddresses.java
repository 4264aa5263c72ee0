package io.millirun.runtimemanager.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Which addresses tenants' requests may go to: public ones, and those that the operator allows. The platform's own network,
 * loopback, link-local and with them cloud metadata services, and every other special range are closed.
 */
public final class OutboundAddresses {

    private static final List<Network> CLOSED = networks(List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4"));

    /** Of IPv6 only global unicast is open, and there not the ranges that carry IPv4 addresses or lead elsewhere. */
    private static final Network GLOBAL = Network.of("2000::/3");

    private static final List<Network> CLOSED_6 =
            networks(List.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"));

    private final List<Network> allowed;

    /** @param allowed networks as CIDR that are open whatever they are */
    public OutboundAddresses(List<String> allowed) {
        this.allowed = networks(allowed);
    }

    /**
     * The address to connect to.
     *
     * @throws RefusedAddressException if any of {@code host}'s addresses is closed: a name must not point both ways
     * @throws UnknownHostException if it has none
     */
    public InetAddress resolve(String host) throws UnknownHostException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        InetAddress[] addresses = InetAddress.getAllByName(name);
        for (InetAddress address : addresses) {
            if (!isOpen(address)) {
                throw new RefusedAddressException(
                        "The host " + host + " is at " + address.getHostAddress() + ", an address that is not public.");
            }
        }
        return addresses[0];
    }

    boolean isOpen(InetAddress address) {
        if (allowed.stream().anyMatch(network -> network.contains(address))) {
            return true;
        }
        return address.getAddress().length == 4
                ? CLOSED.stream().noneMatch(network -> network.contains(address))
                : GLOBAL.contains(address) && CLOSED_6.stream().noneMatch(network -> network.contains(address));
    }

    private static List<Network> networks(List<String> texts) {
        return texts.stream().map(Network::of).toList();
    }

    /** The addresses that begin with the first {@code bits} bits of {@code base}. */
    private record Network(InetAddress base, int bits) {

        static Network of(String cidr) {
            int slash = cidr.indexOf('/');
            String address = slash < 0 ? cidr : cidr.substring(0, slash);
            InetAddress base = InetAddress.ofLiteral(address);
            int whole = base.getAddress().length * 8;
            int bits = slash < 0 ? whole : Integer.parseInt(cidr.substring(slash + 1));
            if (bits < 0 || bits > whole) {
                throw new IllegalArgumentException("not a network: " + cidr);
            }
            return new Network(base, bits);
        }

        boolean contains(InetAddress address) {
            byte[] one = base.getAddress();
            byte[] other = address.getAddress();
            if (one.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
