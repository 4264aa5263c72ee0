package io.millirun.runtimemanager.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairQueueTests {

    private static final TenantId HOG = TenantId.next();
    private static final TenantId GUEST = TenantId.next();

    @Test
    void aTenantThatComesLateWaitsForOneEntryOfTheHogsOnly() {
        var queue = new FairQueue<String>();
        IntStream.range(0, 100).forEach(n -> queue.add(HOG, "hog" + n));
        queue.add(GUEST, "guest");

        assertThat(queue.poll(_ -> true)).contains("hog0");
        assertThat(queue.poll(_ -> true)).contains("guest");
        assertThat(queue.poll(_ -> true)).contains("hog1");
        assertThat(queue.size()).isEqualTo(98);
    }

    @Test
    void entriesThatAreNotWantedKeepTheirPlace() {
        var queue = new FairQueue<String>();
        queue.add(HOG, "java");
        queue.add(HOG, "node1");
        queue.add(HOG, "node2");

        assertThat(queue.poll(entry -> entry.startsWith("node"))).contains("node1");
        assertThat(queue.poll(_ -> true)).contains("java");
        assertThat(queue.poll(entry -> entry.equals("nothing"))).isEmpty();
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void turnsGoRoundBetweenTenants() {
        var queue = new FairQueue<String>();
        for (String entry : List.of("a1", "a2", "a3")) {
            queue.add(HOG, entry);
        }
        for (String entry : List.of("b1", "b2", "b3")) {
            queue.add(GUEST, entry);
        }

        List<String> served = new ArrayList<>();
        queue.poll(_ -> true).ifPresent(served::add);
        while (queue.size() > 0) {
            queue.poll(_ -> true).ifPresent(served::add);
        }

        assertThat(served).containsExactly("a1", "b1", "a2", "b2", "a3", "b3");
    }

    @Test
    void whatIsWantedSeveralTimesIsServedAsOftenAndInTurnWithItsTenantsOthers() {
        var queue = new FairQueue<String>();
        queue.add(HOG, "often");
        queue.add(HOG, "often");
        queue.add(HOG, "once");
        queue.add(GUEST, "guest");

        assertThat(queue.inTurn(3)).containsExactly("often", "guest", "once");
        assertThat(queue.hasOthersThan(GUEST)).isTrue();
        assertThat(queue.poll(_ -> true)).contains("often");
        assertThat(queue.poll(_ -> true)).contains("guest");
        assertThat(queue.poll(_ -> true)).contains("once");
        assertThat(queue.hasOthersThan(HOG)).isFalse();
        queue.removeIf(_ -> true, _ -> {});
        assertThat(queue.isEmpty()).isTrue();
    }
}
