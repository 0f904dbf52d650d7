package io.mistersmith.pools.internal.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.pools.PoolUnavailableException;
import io.mistersmith.pools.ResourceFactory;
import io.mistersmith.pools.SecurityContext;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.pools.internal.security.PoolSecurity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactoryMakerTest {

    private final List<String> calls = new ArrayList<>();
    private final Credentials credentials = new Credentials("ann", "canary-77", null);
    private final SecurityContext security = new PoolSecurity("orders", credentials);
    private final FactoryMaker maker = new FactoryMaker("orders", "widgets", credentials);

    @Test
    void aResourceIsSecuredBeforeItIsLent() throws Exception {
        maker.factory(new Recording("one", false));

        Object resource = maker.make();

        assertThat(calls).containsExactly("one creates for ann canary-77", "one shakes hands with " + resource);
    }

    @Test
    void aFailedHandshakeDestroysTheResource() {
        maker.factory(new Recording("one", true));

        assertThatThrownBy(maker::make).hasMessage("no handshake");

        assertThat(calls).last().asString().startsWith("one destroys");
    }

    @Test
    void eachResourceIsEndedByTheFactoryThatMadeIt() throws Exception {
        maker.factory(new Recording("one", false));
        Object resource = maker.make();
        maker.factory(new Recording("two", false));

        maker.destroy(resource);

        assertThat(calls).last().isEqualTo("one destroys " + resource);
    }

    @Test
    void withoutAFactoryItSaysWhichOneIsMissing() {
        assertThatThrownBy(maker::make)
                .isInstanceOf(PoolUnavailableException.class)
                .hasMessage("Pool unavailable: pool=orders, no service ResourceFactory with resource.factory=widgets");
    }

    @Test
    void theSecurityContextShowsNoSecret() {
        assertThat(security.toString()).doesNotContain("canary").doesNotContain("ann");
        assertThat(security.tls()).isFalse();
        assertThatThrownBy(security::sslContext)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No TLS: pool=orders");
    }

    private final class Recording implements ResourceFactory<Object> {

        private final String name;
        private final boolean refuses;

        Recording(String name, boolean refuses) {
            this.name = name;
            this.refuses = refuses;
        }

        @Override
        public Object create(SecurityContext context) {
            calls.add(name + " creates for " + context.user() + " " + new String(context.password()));
            return new Object();
        }

        @Override
        public void secureHandshake(Object resource, SecurityContext context) {
            if (refuses) {
                throw new IllegalStateException("no handshake");
            }
            calls.add(name + " shakes hands with " + resource);
        }

        @Override
        public void destroy(Object resource) {
            calls.add(name + " destroys " + resource);
        }
    }
}
