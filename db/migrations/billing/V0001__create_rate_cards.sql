-- Prices: what a plan costs from an hour on. Cards are added, never changed, so that every amount can be recomputed.

create table billing.rate_card (
  id uuid primary key,
  plan text not null,
  version integer not null check (version > 0),
  effective_from timestamptz not null check (date_trunc('hour', effective_from, 'UTC') = effective_from),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  free_init_ms bigint not null check (free_init_ms between 0 and 10000),
  created_at timestamptz not null,
  unique (plan, version),
  unique (plan, effective_from)
);

-- Quantities are the integers that metering sums: requests, and megabytes times milliseconds.
create table billing.meter_price (
  rate_card_id uuid not null references billing.rate_card,
  meter text not null check (meter in ('requests', 'compute')),
  free_per_month bigint not null check (free_per_month >= 0),
  primary key (rate_card_id, meter)
);

-- Rates are per million requests and per GB-second.
create table billing.price_tier (
  rate_card_id uuid not null,
  meter text not null,
  from_quantity bigint not null check (from_quantity >= 0),
  rate numeric(38, 18) not null check (rate >= 0),
  primary key (rate_card_id, meter, from_quantity),
  foreign key (rate_card_id, meter) references billing.meter_price
);

grant usage on schema billing to ${app}, ${worker};
grant select on billing.rate_card, billing.meter_price, billing.price_tier to ${app};
grant select, insert on billing.rate_card, billing.meter_price, billing.price_tier to ${worker};
