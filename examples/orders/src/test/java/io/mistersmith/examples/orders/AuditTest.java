package io.mistersmith.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditTest {

    private static final List<Ledger.StoredOrder> STORED = List.of(stored("o-1", "c-1"), stored("o-2", "c-1"));

    @Test
    void accountsThatAgreeAreClean() {
        Audit audit = Audit.of(Set.of("o-1", "o-2"), STORED, counted(2));

        assertThat(audit).isEqualTo(new Audit(2, 2, 2, 0, 0));
        assertThat(audit.clean()).isTrue();
    }

    @Test
    void acknowledgedOrderThatIsNotStoredIsMissing() {
        assertThat(Audit.of(Set.of("o-1", "o-3"), STORED, counted(2))).isEqualTo(new Audit(2, 1, 1, 1, 0));
    }

    @Test
    void storedOrderThatIsNotCountedIsMissing() {
        assertThat(Audit.of(Set.of("o-1", "o-2"), STORED, counted(1))).isEqualTo(new Audit(2, 2, 1, 1, 0));
    }

    @Test
    void orderCountedOnceMoreThanStoredIsTwice() {
        assertThat(Audit.of(Set.of("o-1", "o-2"), STORED, counted(3))).isEqualTo(new Audit(2, 2, 2, 0, 1));
    }

    @Test
    void orderStoredTwiceIsTwice() {
        List<Ledger.StoredOrder> twice = List.of(stored("o-1", "c-1"), stored("o-1", "c-1"));

        assertThat(Audit.of(Set.of("o-1"), twice, counted(2))).isEqualTo(new Audit(1, 1, 1, 0, 1));
    }

    private static Ledger.StoredOrder stored(String id, String customer) {
        return new Ledger.StoredOrder("/shop", id, new OrderPlaced(id, customer, "EUR", BigDecimal.TEN));
    }

    private static Map<String, Total> counted(long orders) {
        return Map.of("c-1/EUR", new Total(orders, BigDecimal.TEN.multiply(BigDecimal.valueOf(orders))));
    }
}
