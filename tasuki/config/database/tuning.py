"""The server's own settings: small when idle, durable, and without personal data in its log."""

import os

HEADER = "# Written by Tasuki at every start. Put your own settings into local.conf beside this file.\n"


def machine_memory_mb() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (AttributeError, ValueError, OSError):
        return 4096


def configuration(*, version: int, sockets: str, port: int, tcp: bool, durable: bool) -> str:
    memory = machine_memory_mb()
    values: dict[str, str | int] = {
        "listen_addresses": "'127.0.0.1'" if tcp else "''",
        "unix_socket_directories": f"'{sockets}'",
        "unix_socket_permissions": "0700",
        "port": port,
        "password_encryption": "'scram-sha-256'",
        "max_connections": 60,
        "shared_buffers": f"{min(128, max(32, memory // 128))}MB",
        "effective_cache_size": f"{max(256, memory // 4)}MB",
        "work_mem": "8MB",
        "maintenance_work_mem": "64MB",
        "max_wal_size": "1GB",
        "max_wal_senders": 6,  # a backup takes two, the second place of the log one
        "max_logical_replication_workers": 0,
        "random_page_cost": "1.1",
        # the policies' cost estimates would set off JIT and cost five times the query
        "jit": "off",
        # what a query holds may be a person's life: neither statements, values nor DETAIL are logged
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": 0,
        "log_parameter_max_length_on_error": 0,
        "log_statement": "none",
        "log_checkpoints": "off",
        "log_line_prefix": "'%m [%p] '",
        "lc_messages": "'C'",
        "datestyle": "'iso, ymd'",
        "default_text_search_config": "'pg_catalog.simple'",
        "dynamic_shared_memory_type": "posix" if os.name == "posix" else "windows",
    }
    if version >= 18:
        values["io_method"] = "sync"  # three idle worker processes fewer
    if not durable:
        values |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    lines = [f"{name} = {value}\n" for name, value in values.items()]
    return HEADER + "".join(lines)
