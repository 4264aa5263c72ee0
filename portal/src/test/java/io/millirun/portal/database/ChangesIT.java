package io.millirun.portal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.portal.PortalIT;
import io.millirun.portal.PortalPostgres;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ChangesIT extends PortalIT {

    @Autowired
    private Changes changes;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void announcesACommittedChangeAndNoOther() {
        Recorder recorder = subscribe("test_commit");
        TransactionTemplate transaction = new TransactionTemplate(transactions);

        transaction.executeWithoutResult(status -> {
            changes.publish("test_commit", "rolled back");
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(_ -> changes.publish("test_commit", "committed"));

        await().untilAsserted(() -> assertThat(recorder.payloads).containsExactly("committed"));
    }

    @Test
    void listensAgainAfterItsConnectionBrokeAndSaysThatItMissedSomething() {
        Recorder recorder = subscribe("test_break");

        PortalPostgres.asSuperuser("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where usename = 'millirun_worker' and query like 'listen%' or query = 'select 1'");

        await().untilAsserted(() -> assertThat(recorder.missed).hasValueGreaterThan(1));
        changes.publish("test_break", "after");
        await().untilAsserted(() -> assertThat(recorder.payloads).containsExactly("after"));
    }

    @Test
    void aListenerThatFailsHarmsNoOther() {
        changes.subscribe("test_failure", new Changes.Listener() {
            @Override
            public void changed(String payload) {
                throw new IllegalStateException("meant");
            }

            @Override
            public void missed() {}
        });
        Recorder recorder = subscribe("test_failure");

        changes.publish("test_failure", "heard");

        await().untilAsserted(() -> assertThat(recorder.payloads).containsExactly("heard"));
    }

    private Recorder subscribe(String channel) {
        Recorder recorder = new Recorder();
        changes.subscribe(channel, recorder);
        await().untilAsserted(() -> assertThat(recorder.missed).hasValueGreaterThan(0));
        return recorder;
    }

    private static final class Recorder implements Changes.Listener {

        private final List<String> payloads = new CopyOnWriteArrayList<>();
        private final AtomicInteger missed = new AtomicInteger();

        @Override
        public void changed(String payload) {
            payloads.add(payload);
        }

        @Override
        public void missed() {
            missed.incrementAndGet();
        }
    }
}
