package io.mistersmith.configuration.internal.schema;

import java.util.List;

/** What one metatype document holds; a schema may be designated by a document beside it, or by nobody. */
public record Metatype(List<Schema> schemas, List<Link> links) {

    public Metatype {
        schemas = List.copyOf(schemas);
        links = List.copyOf(links);
    }

    /** A designation, with the schema by its id. */
    public record Link(String pid, boolean factory, String schemaId) {}
}
