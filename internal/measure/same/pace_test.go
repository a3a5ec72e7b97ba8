package same

import (
	"testing"
	"time"
)

func TestPace(t *testing.T) { t.Log(Time(Invent(Dev, 10000), time.Now)) }
