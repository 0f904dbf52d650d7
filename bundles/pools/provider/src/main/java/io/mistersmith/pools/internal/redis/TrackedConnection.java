package io.mistersmith.pools.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * A connection that notes, from the commands and replies that pass through it, which state a borrower leaves behind. It asks the
 * server nothing for that. {@link #restore} undoes what is quickly undone; for the rest the connection has to be closed.
 *
 * <p>Not thread-safe, as all of Jedis.
 */
final class TrackedConnection extends Connection {

    /** Effect of a command on the state of a connection. */
    private enum Effect {
        NONE,
        SELECTS,
        BEGINS,
        WATCHES,
        ENDS_WATCHING,
        ENDS_TRANSACTION,
        /** It cannot be undone, or that is not worth it. */
        SPOILS,
        /** It spoils unless its first argument is known to be harmless. */
        DEPENDS
    }

    private static final Map<String, Effect> BY_NAME = new HashMap<>();
    private static final Map<Command, Effect> BY_COMMAND = new EnumMap<>(Command.class);

    /** First arguments of CLIENT and SCRIPT that leave the connection as it is. */
    private static final Set<String> HARMLESS = Set.of(
            "GETNAME",
            "GETREDIR",
            "HELP",
            "ID",
            "INFO",
            "KILL",
            "LIST",
            "PAUSE",
            "TRACKINGINFO",
            "UNBLOCK",
            "UNPAUSE",
            "EXISTS",
            "FLUSH",
            "LOAD");

    static {
        BY_NAME.put("SELECT", Effect.SELECTS);
        BY_NAME.put("MULTI", Effect.BEGINS);
        BY_NAME.put("EXEC", Effect.ENDS_TRANSACTION);
        BY_NAME.put("DISCARD", Effect.ENDS_TRANSACTION);
        BY_NAME.put("WATCH", Effect.WATCHES);
        BY_NAME.put("UNWATCH", Effect.ENDS_WATCHING);
        BY_NAME.put("CLIENT", Effect.DEPENDS);
        BY_NAME.put("SCRIPT", Effect.DEPENDS);
        for (String spoils : Set.of(
                "AUTH",
                "HELLO",
                "HIMPORT",
                "RESET",
                "QUIT",
                "MONITOR",
                "SUBSCRIBE",
                "PSUBSCRIBE",
                "SSUBSCRIBE",
                "UNSUBSCRIBE",
                "PUNSUBSCRIBE",
                "SUNSUBSCRIBE",
                "SYNC",
                "PSYNC",
                "REPLCONF",
                "READONLY",
                "READWRITE",
                "ASKING")) {
            BY_NAME.put(spoils, Effect.SPOILS);
        }
        for (Command command : Command.values()) {
            BY_COMMAND.put(command, BY_NAME.getOrDefault(command.name(), Effect.NONE));
        }
    }

    private final int database;
    private final int socketMillis;

    // No initial values: the constructor of Connection sends commands before they would be set.
    private int unread;
    private boolean selected;
    private boolean inTransaction;
    private boolean watching;
    private boolean spoiled;
    private boolean otherTimeout;

    /** Connects and logs in. */
    TrackedConnection(RedisSockets sockets, JedisClientConfig config) {
        super(sockets, config);
        this.database = config.getDatabase();
        this.socketMillis = config.getSocketTimeoutMillis();
        unread = 0;
        selected = false;
        spoiled = false;
        otherTimeout = false;
    }

    /**
     * Undoes what the borrower left, which takes a round trip only if there is something to undo.
     *
     * @return false if the connection has to be closed
     */
    boolean restore() {
        if (spoiled || unread != 0 || isBroken() || !isConnected()) {
            return false;
        }
        if (otherTimeout) {
            super.setSoTimeout(socketMillis);
            otherTimeout = false;
        }
        if (inTransaction) {
            sendCommand(Command.DISCARD);
            getStatusCodeReply();
        } else if (watching) {
            sendCommand(Command.UNWATCH);
            getStatusCodeReply();
        }
        if (selected) {
            select(database);
            selected = false;
        }
        return true;
    }

    @Override
    public void sendCommand(CommandArguments arguments) {
        unread++;
        ProtocolCommand command = arguments.getCommand();
        Effect effect = command instanceof Command known ? BY_COMMAND.get(known) : byName(command);
        if (effect != null && effect != Effect.NONE) {
            note(effect, arguments);
        }
        super.sendCommand(arguments);
    }

    private static @Nullable Effect byName(ProtocolCommand command) {
        return BY_NAME.get(text(command.getRaw()));
    }

    private static String text(byte[] raw) {
        return new String(raw, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    }

    private void note(Effect effect, CommandArguments arguments) {
        switch (effect) {
            case SELECTS -> selected = true;
            case BEGINS -> inTransaction = true;
            case WATCHES -> watching = true;
            case ENDS_WATCHING -> watching = false;
            case ENDS_TRANSACTION -> {
                inTransaction = false;
                watching = false;
            }
            case SPOILS -> spoiled = true;
            case DEPENDS ->
                spoiled |= arguments.size() < 2
                        || !HARMLESS.contains(text(arguments.get(1).getRaw()));
            default -> {}
        }
    }

    @Override
    protected Object readProtocolWithCheckingBroken() {
        unread--; // an error is a reply, too; without a reply the connection is broken
        return super.readProtocolWithCheckingBroken();
    }

    /** What connects again by itself afterwards has not logged in. */
    @Override
    public void disconnect() {
        spoiled = true;
        super.disconnect();
    }

    @Override
    public void setSoTimeout(int millis) {
        otherTimeout = true;
        super.setSoTimeout(millis);
    }

    @Override
    public void setTimeoutInfinite() {
        otherTimeout = true;
        super.setTimeoutInfinite();
    }
}
