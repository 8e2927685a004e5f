-- No two bookings of one room at one time (会場の貸し合い): refused by the database itself, without an extension.
-- A room and a time are one line of numbers: the 128 bits of the room's key, then the second. Ranges of two rooms never
-- touch, so one exclusion over numeric ranges is enough (btree_gist may be missing).
do $do$ begin
  if not exists (select from pg_constraint where conname = 'no_double_booking') then
    alter table community_booking add constraint no_double_booking exclude using gist (
      numrange(
        (('x' || left(replace(place_id::text, '-', ''), 16))::bit(64)::bigint::numeric * 18446744073709551616
         + ('x' || right(replace(place_id::text, '-', ''), 16))::bit(64)::bigint::numeric) * 10000000000000
          + extract(epoch from starts at time zone 'UTC'),
        (('x' || left(replace(place_id::text, '-', ''), 16))::bit(64)::bigint::numeric * 18446744073709551616
         + ('x' || right(replace(place_id::text, '-', ''), 16))::bit(64)::bigint::numeric) * 10000000000000
          + extract(epoch from ends at time zone 'UTC')
      ) with &&
    ) where (cancelled_at is null);
  end if;
end $do$;
