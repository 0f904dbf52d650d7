package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.internal.schema.Designate;
import io.mistersmith.configuration.internal.schema.MetatypeReader;
import io.mistersmith.configuration.internal.schema.Schema;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;

/** Schemas for tests, written as bnd writes them. */
public final class Schemas {

    public static final String ORDERS_XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0" localization="OSGI-INF/l10n/x">
              <OCD id="io.mistersmith.examples.orders.OrdersConfig" name="Orders" description="Flags large orders.">
                <AD id="large.above" type="Integer" cardinality="0" name="Large above" min="0" max="1000000"
                    description="Orders above this amount are flagged." required="true" default="1000"/>
                <AD id="password" type="Password" cardinality="0" name="Password" required="false"/>
                <AD id="hosts" type="String" cardinality="2147483647" name="Hosts" default="a,b"/>
                <AD id="mode" type="String" name="Mode" default="FAST"><Option label="FAST" value="FAST"/>
                  <Option label="SAFE" value="SAFE"/></AD>
                <AD id="live" type="Boolean" default="true"/>
              </OCD>
              <Designate pid="io.mistersmith.examples.orders">
                <Object ocdref="io.mistersmith.examples.orders.OrdersConfig"/>
              </Designate>
              <Designate factoryPid="io.mistersmith.pools.jdbc">
                <Object ocdref="io.mistersmith.examples.orders.OrdersConfig"/>
              </Designate>
            </metatype:MetaData>
            """;

    private Schemas() {}

    public static Schema orders() {
        try {
            return MetatypeReader.read(new ByteArrayInputStream(ORDERS_XML.getBytes(StandardCharsets.UTF_8)))
                    .schemas()
                    .get(0);
        } catch (XMLStreamException e) {
            throw new AssertionError(e);
        }
    }

    public static Designate ordersDesignate() {
        return new Designate("io.mistersmith.examples.orders", false, orders(), true);
    }
}
