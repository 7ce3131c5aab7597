namespace MotCua.Platform.Postgres;

/// <summary>Settings of the private cluster, sized to the machine at every start.</summary>
internal static class ClusterSettings
{
    public const string FileName = "motcua.conf";

    /// <summary>Comes last, is never written by the product: the place for an administrator's own settings.</summary>
    public const string LocalFileName = "local.conf";

    public static string Text(string socketFolder)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20;
        var shared = Math.Clamp(memory / 4, 128, 8192);
        var cache = Math.Max(memory * 6 / 10, 256);
        var work = Math.Clamp(memory / 1024, 4, 32);
        var maintenance = Math.Clamp(memory / 24, 64, 1024);
        // Containers often give 64 MB of /dev/shm, too little for one parallel query.
        var dynamicMemory = Directory.Exists("/dev/shm") && new DriveInfo("/dev/shm").TotalSize < 512L << 20 ? "mmap" : "posix";
        var readAhead = OperatingSystem.IsLinux() ? "effective_io_concurrency = 100" : "";
        return $"""
            # Written by MotCua at each start; own settings belong into {LocalFileName} beside this file.
            cluster_name = 'motcua'
            listen_addresses = ''
            unix_socket_directories = '{socketFolder}'
            unix_socket_permissions = 0700
            password_encryption = 'scram-sha-256'
            max_connections = 200

            fsync = on
            full_page_writes = on
            synchronous_commit = on

            shared_buffers = {shared}MB
            effective_cache_size = {cache}MB
            work_mem = {work}MB
            maintenance_work_mem = {maintenance}MB
            dynamic_shared_memory_type = {dynamicMemory}
            wal_buffers = 16MB
            min_wal_size = 256MB
            max_wal_size = 4GB
            checkpoint_timeout = 15min
            random_page_cost = 1.1
            {readAhead}
            jit = off
            autovacuum_naptime = 15s
            autovacuum_vacuum_cost_limit = 2000
            idle_in_transaction_session_timeout = 5min

            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'
            logging_collector = off
            log_line_prefix = '%m [%p] '
            log_lock_waits = on
            log_min_duration_statement = 2000
            # Parameters are people's data: they stay out of the log.
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0

            """;
    }
}
