package io.mistersmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreFullException;
import io.mistersmith.eventstore.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StoreFaultsTest {

    private final ManualThreadPools pools = new ManualThreadPools();
    private final InMemoryEventStore store = new InMemoryEventStore(pools);

    @Test
    void stagesCompleteOnlyWhenPoolComputeRuns() {
        CompletableFuture<List<Receipt>> appended = append("a");
        assertThat(appended).isNotDone();

        pools.drain();

        assertThat(appended).isCompleted();
    }

    @Test
    void nextAppendFailsAndStoresNothing() {
        store.failNextAppend(new StoreFullException("disk"));

        assertFails(append("a"), StoreFullException.class);
        assertThat(store.head()).isZero();
        assertThat(append("a")).isNotNull();
        assertThat(store.head()).isEqualTo(1);
    }

    @Test
    void lostAnswerIsUnknownButStored() {
        store.loseNextAnswer();

        assertFails(append("a"), StoreUnavailableException.class);
        assertThat(store.head()).isEqualTo(1);
        CompletableFuture<List<Receipt>> again = append("a");
        pools.drain();
        assertThat(again.join()).extracting(Receipt::duplicate).containsExactly(true);
    }

    @Test
    void nextSaveFailsAndSavesNothing() {
        Consumer consumer = store.open("c", 0);
        store.failNextSave(new StoreUnavailableException("slow", false, null));

        assertFails(consumer.save(new Progress(5), List.of()).toCompletableFuture(), StoreUnavailableException.class);
        assertThat(consumer.progress()).isEqualTo(Progress.NONE);
    }

    @Test
    void storeThatIsAwayFailsEveryCallAndKeepsWhatItHad() {
        assertThat(append("a")).isNotNull();
        store.goAway();
        assertFails(append("b"), StoreUnavailableException.class);
        assertThatThrownBy(store::head).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.open("c", 0)).isInstanceOf(StoreUnavailableException.class);

        store.comeBack();

        assertThat(store.read(Read.all()).toList()).hasSize(1);
    }

    @Test
    void positionsMayHaveHoles() {
        assertThat(append("a")).isNotNull();
        store.skipPositions(5);
        assertThat(append("b")).isNotNull();

        assertThat(store.read(Read.all()).stream().map(event -> event.position()))
                .containsExactly(1L, 7L);
    }

    private CompletableFuture<List<Receipt>> append(String id) {
        return store.append(List.of(NewEvent.json("thing.happened", "1").withId(id)))
                .toCompletableFuture();
    }

    private void assertFails(CompletableFuture<?> stage, Class<? extends Exception> type) {
        pools.drain();
        assertThat(stage).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(type);
    }
}
